using System.Globalization;

namespace EdgeService.Audit;

/// <summary>Whose audit log it is.</summary>
/// <param name="EdgeNumber">Number of the edge in its deployment.</param>
/// <param name="Key">The key that binds the lines.</param>
public sealed record AuditIdentity(int EdgeNumber, byte[] Key)
{
    /// <summary>The edge itself as an actor.</summary>
    public string Urn { get; } = string.Create(CultureInfo.InvariantCulture, $"urn:perks:edge:{EdgeNumber}");

    /// <summary>Redacted on purpose.</summary>
    public override string ToString() => Urn;
}
