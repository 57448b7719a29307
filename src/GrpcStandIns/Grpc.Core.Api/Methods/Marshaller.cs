using Grpc.Core.Utils;

namespace Grpc.Core;

/// <summary>
/// How a message becomes bytes and back. It is made of one of two pairs of functions and offers both: the plain pair works on
/// arrays, the contextual pair on the buffers of the transport.
/// </summary>
public class Marshaller<T>
{
    public Marshaller(Func<T, byte[]> serializer, Func<byte[], T> deserializer)
    {
        Serializer = GrpcPreconditions.CheckNotNull(serializer, nameof(serializer));
        Deserializer = GrpcPreconditions.CheckNotNull(deserializer, nameof(deserializer));
        ContextualSerializer = (message, context) => context.Complete(serializer(message));
        ContextualDeserializer = context => deserializer(context.PayloadAsNewBuffer());
    }

    public Marshaller(Action<T, SerializationContext> serializer, Func<DeserializationContext, T> deserializer)
    {
        ContextualSerializer = GrpcPreconditions.CheckNotNull(serializer, nameof(serializer));
        ContextualDeserializer = GrpcPreconditions.CheckNotNull(deserializer, nameof(deserializer));
        Serializer = message => ArraySerialization.Run(serializer, message);
        Deserializer = payload => deserializer(new ArrayDeserialization(payload));
    }

    public Func<T, byte[]> Serializer { get; }

    public Func<byte[], T> Deserializer { get; }

    public Action<T, SerializationContext> ContextualSerializer { get; }

    public Func<DeserializationContext, T> ContextualDeserializer { get; }

    /// <summary>Takes the one array that a contextual serializer completes with.</summary>
    private sealed class ArraySerialization : SerializationContext
    {
        private byte[]? payload;

        public static byte[] Run(Action<T, SerializationContext> serializer, T message)
        {
            var context = new ArraySerialization();
            serializer(message, context);
            return context.payload!;
        }

        public override void Complete(byte[] payload)
        {
            GrpcPreconditions.CheckState(this.payload is null);
            this.payload = payload;
        }
    }

    private sealed class ArrayDeserialization(byte[] payload) : DeserializationContext
    {
        public override int PayloadLength => payload.Length;

        public override byte[] PayloadAsNewBuffer() => payload;
    }
}
