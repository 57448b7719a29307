using System.Buffers;

namespace Grpc.Core;

/// <summary>
/// Where a message is written: either one array to <see cref="Complete(byte[])"/>, or length, buffer and <see cref="Complete()"/>.
/// Members that a transport does not provide throw <see cref="NotImplementedException"/>.
/// </summary>
public abstract class SerializationContext
{
    public virtual void Complete(byte[] payload) => throw new NotImplementedException();

    public virtual IBufferWriter<byte> GetBufferWriter() => throw new NotImplementedException();

    public virtual void SetPayloadLength(int payloadLength) => throw new NotImplementedException();

    public virtual void Complete() => throw new NotImplementedException();
}
