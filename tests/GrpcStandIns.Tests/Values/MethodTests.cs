using Grpc.Core;

namespace GrpcStandIns.Tests.Values;

/// <summary>Methods, marshallers and the definition of a service, without a wire.</summary>
public class MethodTests
{
    private static readonly Marshaller<string> Text = Marshallers.StringMarshaller;

    [Fact]
    public void Method_has_the_path_of_http()
    {
        var method = new Method<string, string>(MethodType.DuplexStreaming, "a.v1.Service", "Do", Text, Text);
        Assert.Equal(
            (MethodType.DuplexStreaming, "a.v1.Service", "Do", "/a.v1.Service/Do"),
            (method.Type, method.ServiceName, method.Name, method.FullName));
    }

    [Fact]
    public void Method_refuses_null()
    {
        Assert.Throws<ArgumentNullException>("serviceName", () => new Method<string, string>(default, null!, "Do", Text, Text));
        Assert.Throws<ArgumentNullException>("name", () => new Method<string, string>(default, "S", null!, Text, Text));
        Assert.Throws<ArgumentNullException>("requestMarshaller", () => new Method<string, string>(default, "S", "Do", null!, Text));
        Assert.Throws<ArgumentNullException>("responseMarshaller", () => new Method<string, string>(default, "S", "Do", Text, null!));
    }

    [Fact]
    public void Plain_marshaller_offers_both_forms()
    {
        var written = new Written();
        Text.ContextualSerializer("grön", written);

        Assert.Equal(Text.Serializer("grön"), written.Payload);
        Assert.Equal("grön", Text.Deserializer(written.Payload!));
        Assert.Equal("grön", Text.ContextualDeserializer(new Given(written.Payload!)));
    }

    [Fact]
    public void Contextual_marshaller_offers_the_contextual_form_only()
    {
        var marshaller = Marshallers.Create<string>((_, context) => context.Complete([7]), context => $"{context.PayloadLength} bytes");
        var written = new Written();
        marshaller.ContextualSerializer("", written);

        Assert.Equal([7], written.Payload!);
        Assert.Equal("3 bytes", marshaller.ContextualDeserializer(new Given([1, 2, 3])));
        Assert.Throws<NotImplementedException>(() => marshaller.Serializer(""));
        Assert.Throws<NotImplementedException>(() => marshaller.Deserializer([]));
    }

    [Fact]
    public void Marshaller_refuses_null()
    {
        Assert.Throws<ArgumentNullException>("serializer", () => Marshallers.Create<string>((Func<string, byte[]>)null!, _ => ""));
        Assert.Throws<ArgumentNullException>("deserializer", () => Marshallers.Create<string>(_ => [], (Func<byte[], string>)null!));
        Assert.Throws<ArgumentNullException>("serializer", () => Marshallers.Create((Action<string, SerializationContext>)null!, _ => ""));
        Assert.Throws<ArgumentNullException>("deserializer", () => Marshallers.Create<string>((_, _) => { }, null!));
    }

    [Fact]
    public void Contexts_throw_for_what_they_do_not_provide()
    {
        var written = new Written();
        Assert.Throws<NotImplementedException>(() => written.Complete());
        written.SetPayloadLength(1);
        Assert.Throws<NotImplementedException>(() => written.GetBufferWriter());
        Assert.Throws<NotImplementedException>(() => new Given([]).PayloadAsReadOnlySequence());
    }

    [Fact]
    public void Definition_binds_its_methods_in_order()
    {
        var definition = ServerServiceDefinition.CreateBuilder()
            .AddMethod(Method("Z"), (UnaryServerMethod<string, string>)((_, _) => Task.FromResult("")))
            .AddMethod(Method("C"), (ClientStreamingServerMethod<string, string>)((_, _) => Task.FromResult("")))
            .AddMethod(Method("S"), (ServerStreamingServerMethod<string, string>)((_, _, _) => Task.CompletedTask))
            .AddMethod(Method("A"), (DuplexStreamingServerMethod<string, string>)((_, _, _) => Task.CompletedTask))
            .Build();
        var binder = new UnaryBinder();

        // The binder takes unary methods only; the next one meets the base class.
        Assert.Throws<NotImplementedException>(() => definition.BindService(binder));
        Assert.Equal(["/S/Z"], binder.Bound);
    }

    [Fact]
    public void Definition_refuses_a_method_twice()
    {
        UnaryServerMethod<string, string> handler = (_, _) => Task.FromResult("");
        var builder = ServerServiceDefinition.CreateBuilder().AddMethod(Method("A"), handler);
        Assert.Throws<ArgumentException>(() => builder.AddMethod(Method("A"), handler));
    }

    private static Method<string, string> Method(string name) => new(MethodType.Unary, "S", name, Text, Text);

    private sealed class UnaryBinder : ServiceBinderBase
    {
        public List<string> Bound { get; } = [];

        public override void AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler) => Bound.Add(method.FullName);
    }

    private sealed class Written : SerializationContext
    {
        public byte[]? Payload { get; private set; }

        public override void Complete(byte[] payload) => Payload = payload;
    }

    private sealed class Given(byte[] payload) : DeserializationContext
    {
        public override int PayloadLength => payload.Length;

        public override byte[] PayloadAsNewBuffer() => payload;
    }
}
