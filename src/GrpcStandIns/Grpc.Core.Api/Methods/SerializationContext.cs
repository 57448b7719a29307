using System.Buffers;

namespace Grpc.Core;

/// <summary>
/// Where a message is written: one array to <see cref="Complete(byte[])"/>, or a buffer and <see cref="Complete()"/>.
/// Members that a transport does not provide throw <see cref="NotImplementedException"/>.
/// </summary>
public abstract class SerializationContext
{
    public virtual void Complete(byte[] payload) => throw new NotImplementedException();

    public virtual IBufferWriter<byte> GetBufferWriter() => throw new NotImplementedException();

    /// <summary>Spares the transport a copy when the length is known; may be left out, and does nothing unless overridden.</summary>
    public virtual void SetPayloadLength(int payloadLength)
    {
    }

    public virtual void Complete() => throw new NotImplementedException();
}
