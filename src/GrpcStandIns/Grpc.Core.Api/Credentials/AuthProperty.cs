using System.Text;
using Grpc.Core.Utils;

namespace Grpc.Core;

/// <summary>One thing that is known of a peer, for example a name in its certificate.</summary>
public class AuthProperty
{
    private readonly byte[] bytes;

    private AuthProperty(string name, byte[] bytes)
    {
        Name = name;
        this.bytes = bytes;
    }

    public string Name { get; }

    /// <summary>The bytes read as UTF-8.</summary>
    public string Value => Encoding.UTF8.GetString(bytes);

    /// <summary>A copy of the bytes.</summary>
    public byte[] ValueBytes => [.. bytes];

    public static AuthProperty Create(string name, byte[] valueBytes) => new(
        GrpcPreconditions.CheckNotNull(name, nameof(name)),
        [.. GrpcPreconditions.CheckNotNull(valueBytes, nameof(valueBytes))]);
}
