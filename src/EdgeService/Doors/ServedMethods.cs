using EdgeService.Doors.Web;
using EdgeService.Identity;
using Grpc.AspNetCore.Server;

namespace EdgeService.Doors;

/// <summary>What is mapped and stands in the access table: every method of every service, and every page with figures.</summary>
public static class ServedMethods
{
    /// <summary>The path of every page that the access table speaks of.</summary>
    public static IReadOnlyCollection<string> PagesOf(IEndpointRouteBuilder app) =>
    [
        .. app.DataSources.SelectMany(source => source.Endpoints).Select(endpoint => endpoint.Metadata.GetMetadata<WebPage>()?.Path).OfType<string>(),
    ];

    public static IReadOnlyCollection<MethodName> Of(IEndpointRouteBuilder app) =>
    [
        .. app.DataSources.SelectMany(source => source.Endpoints)
            .Select(endpoint => endpoint.Metadata.GetMetadata<GrpcMethodMetadata>()?.Method)
            .OfType<Grpc.Core.IMethod>()
            .Select(method => new MethodName(method.ServiceName, method.Name)),
    ];
}
