using EdgeService.Identity;
using Grpc.Core;
using Grpc.Reflection.V1;
using Question = Grpc.Reflection.V1.ServerReflectionRequest.MessageRequestOneofCase;

namespace EdgeService.Operators;

/// <summary>The standard reflection service.</summary>
public sealed class ReflectionEndpoint(Descriptors descriptors) : ServerReflection.ServerReflectionBase
{
    public override async Task ServerReflectionInfo(
        IAsyncStreamReader<ServerReflectionRequest> requestStream,
        IServerStreamWriter<ServerReflectionResponse> responseStream,
        ServerCallContext context)
    {
        await foreach (var request in requestStream.ReadAllAsync(context.CancellationToken))
        {
            CallerIdentity.Of(context);
            await responseStream.WriteAsync(Answer(descriptors, request), context.CancellationToken);
        }
    }

    internal static ServerReflectionResponse Answer(Descriptors descriptors, ServerReflectionRequest request)
    {
        var reply = request.MessageRequestCase switch
        {
            Question.ListServices => Services(descriptors),
            Question.FileByFilename => File(descriptors.FileNamed(request.FileByFilename)),
            Question.FileContainingSymbol => File(descriptors.FileDeclaring(request.FileContainingSymbol)),
            Question.FileContainingExtension => File(null),
            Question.AllExtensionNumbersOfType => Extensions(descriptors, request.AllExtensionNumbersOfType),
            _ => Error(StatusCode.InvalidArgument, "Nothing is asked."),
        };
        (reply.ValidHost, reply.OriginalRequest) = (request.Host, request);
        return reply;
    }

    private static ServerReflectionResponse Services(Descriptors descriptors)
    {
        var services = new ListServiceResponse();
        services.Service.AddRange(descriptors.Services.Select(name => new ServiceResponse { Name = name }));
        return new ServerReflectionResponse { ListServicesResponse = services };
    }

    private static ServerReflectionResponse File(Google.Protobuf.Reflection.FileDescriptor? file)
    {
        if (file is null)
            return Error(StatusCode.NotFound, "Not declared here.");
        var files = new FileDescriptorResponse { FileDescriptorProto = { Descriptors.Closure(file) } };
        return new ServerReflectionResponse { FileDescriptorResponse = files };
    }

    /// <summary>The contracts declare no extensions.</summary>
    private static ServerReflectionResponse Extensions(Descriptors descriptors, string message) => descriptors.HasMessage(message)
        ? new ServerReflectionResponse { AllExtensionNumbersResponse = new ExtensionNumberResponse { BaseTypeName = message } }
        : Error(StatusCode.NotFound, "Not declared here.");

    private static ServerReflectionResponse Error(StatusCode code, string message) =>
        new() { ErrorResponse = new ErrorResponse { ErrorCode = (int)code, ErrorMessage = message } };
}
