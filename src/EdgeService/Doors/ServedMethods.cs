using EdgeService.Identity;
using Grpc.AspNetCore.Server;

namespace EdgeService.Doors;

/// <summary>Every method of every service that is mapped.</summary>
public static class ServedMethods
{
    public static IReadOnlyCollection<MethodName> Of(IEndpointRouteBuilder app) =>
    [
        .. app.DataSources.SelectMany(source => source.Endpoints)
            .Select(endpoint => endpoint.Metadata.GetMetadata<GrpcMethodMetadata>()?.Method)
            .OfType<Grpc.Core.IMethod>()
            .Select(method => new MethodName(method.ServiceName, method.Name)),
    ];
}
