using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace EdgeService.Tests.Doors.Hostile;

/// <summary>Whom an attack is aimed at, where it comes from and what it holds.</summary>
/// <param name="Door">The edge's door.</param>
/// <param name="From">The address that connections come from.</param>
/// <param name="Certificate">A terminal's certificate; null for none.</param>
/// <param name="Path">Path of the method that is called where calls are made.</param>
/// <param name="Body">A call's body as gRPC frames it.</param>
public sealed record AttackTarget(IPEndPoint Door, IPAddress From, X509Certificate2? Certificate, string Path, byte[] Body)
{
    public static IPAddress Elsewhere { get; } = new([127, 0, 0, 2]);
}
