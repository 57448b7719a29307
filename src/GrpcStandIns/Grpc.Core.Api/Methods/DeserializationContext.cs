using System.Buffers;

namespace Grpc.Core;

/// <summary>
/// Where a message is read from. The sequence is only valid until the reader returns.
/// Members that a transport does not provide throw <see cref="NotImplementedException"/>.
/// </summary>
public abstract class DeserializationContext
{
    /// <summary>Bytes of the message.</summary>
    public abstract int PayloadLength { get; }

    public virtual byte[] PayloadAsNewBuffer() => throw new NotImplementedException();

    public virtual ReadOnlySequence<byte> PayloadAsReadOnlySequence() => throw new NotImplementedException();
}
