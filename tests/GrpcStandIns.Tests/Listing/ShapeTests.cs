using System.Reflection;
using System.Runtime.CompilerServices;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace GrpcStandIns.Tests.Listing;

/// <summary>What the listing does not write down and a compiler still cares about: extension methods, constraints, variance.</summary>
public class ShapeTests
{
    public static TheoryData<Type> ClassesOfExtensions =>
    [
        typeof(CallInvokerExtensions), typeof(ChannelExtensions),
        typeof(IAsyncStreamReader<>).Assembly.GetType("Grpc.Core.AsyncStreamReaderExtensions")!,
        typeof(ConnectivityState).Assembly.GetType("Grpc.Core.AsyncStreamReaderExtensions")!,
    ];

    /// <summary>The types whose every type parameter, and that of their methods, must be a class.</summary>
    public static TheoryData<Type> OfMessageClasses =>
    [
        typeof(CallInvoker), typeof(Interceptor), typeof(Interceptor.BlockingUnaryCallContinuation<,>),
        typeof(Interceptor.AsyncUnaryCallContinuation<,>), typeof(Interceptor.AsyncServerStreamingCallContinuation<,>),
        typeof(Interceptor.AsyncClientStreamingCallContinuation<,>), typeof(Interceptor.AsyncDuplexStreamingCallContinuation<,>),
        typeof(ClientInterceptorContext<,>), typeof(UnaryServerMethod<,>), typeof(ClientStreamingServerMethod<,>),
        typeof(ServerStreamingServerMethod<,>), typeof(DuplexStreamingServerMethod<,>), typeof(ServiceBinderBase),
        typeof(ServerServiceDefinition.Builder),
    ];

    /// <summary>The types that take any message type.</summary>
    public static TheoryData<Type> OfAnything =>
    [
        typeof(Method<,>), typeof(Marshaller<>), typeof(Marshallers), typeof(AsyncUnaryCall<>), typeof(AsyncServerStreamingCall<>),
        typeof(AsyncClientStreamingCall<,>), typeof(AsyncDuplexStreamingCall<,>), typeof(IAsyncStreamReader<>),
        typeof(IAsyncStreamWriter<>), typeof(IClientStreamWriter<>), typeof(IServerStreamWriter<>),
    ];

    [Theory, MemberData(nameof(ClassesOfExtensions))]
    public void Extension_class_holds_extension_methods_only(Type type) => Assert.All(
        type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly),
        method => Assert.True(method.IsDefined(typeof(ExtensionAttribute)), method.Name));

    [Theory, MemberData(nameof(OfMessageClasses))]
    public void Message_type_is_a_class(Type type) => Assert.All(TypeParameters(type), parameter =>
        Assert.Equal(GenericParameterAttributes.ReferenceTypeConstraint, Constraint(parameter)));

    [Theory, MemberData(nameof(OfAnything))]
    public void Message_type_is_free(Type type) => Assert.All(TypeParameters(type), parameter =>
        Assert.Equal(GenericParameterAttributes.None, Constraint(parameter)));

    [Theory]
    [InlineData(typeof(IAsyncStreamReader<>), GenericParameterAttributes.Covariant)]
    [InlineData(typeof(IAsyncStreamWriter<>), GenericParameterAttributes.Contravariant)]
    [InlineData(typeof(IClientStreamWriter<>), GenericParameterAttributes.Contravariant)]
    [InlineData(typeof(IServerStreamWriter<>), GenericParameterAttributes.Contravariant)]
    public void Stream_varies_with_its_message_type(Type type, GenericParameterAttributes variance) =>
        Assert.Equal(variance, type.GetGenericArguments()[0].GenericParameterAttributes & GenericParameterAttributes.VarianceMask);

    [Fact]
    public void Client_base_takes_the_client_itself()
    {
        var self = typeof(ClientBase<>).GetGenericArguments()[0];
        Assert.Equal(typeof(ClientBase<>).MakeGenericType(self), Assert.Single(self.GetGenericParameterConstraints()));
    }

    private static Type[] TypeParameters(Type type)
    {
        var parameters = type.GetGenericArguments()
            .Concat(type.GetMethods().Where(method => method.DeclaringType == type).SelectMany(method => method.GetGenericArguments()))
            .ToArray();
        Assert.NotEmpty(parameters);
        return parameters;
    }

    private static GenericParameterAttributes Constraint(Type parameter) =>
        parameter.GenericParameterAttributes & GenericParameterAttributes.SpecialConstraintMask;
}
