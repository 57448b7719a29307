using EdgeService.Tests.Hosting;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Reflection.V1;
using Alpha = Grpc.Reflection.V1Alpha;

namespace EdgeService.Tests.Operators;

public sealed class ReflectionTests : IAsyncLifetime
{
    private EdgeHost _host = null!;

    public async Task InitializeAsync() => _host = await EdgeHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Listing_names_every_service_in_both_forms()
    {
        var reply = await AskAsync(new ServerReflectionRequest { ListServices = "*" });
        string[] expected =
        [
            "grpc.health.v1.Health",
            "grpc.reflection.v1.ServerReflection",
            "grpc.reflection.v1alpha.ServerReflection",
            "perks.admin.v1.DisputeService",
            "perks.admin.v1.KeyService",
            "perks.admin.v1.LedgerService",
            "perks.admin.v1.SnapshotService",
            "perks.admin.v1.TerminalService",
            "perks.edge.v1.EligibilityService",
            "perks.edge.v1.GrantService",
            "perks.edge.v1.TerminalIdentityService",
            "perks.edge.v1.TokenService",
            "perks.member.v1.MembershipService",
        ];
        Assert.Equal(expected, reply.ListServicesResponse.Service.Select(service => service.Name));
        var older = await AskAlphaAsync(new Alpha.ServerReflectionRequest { Host = "edge", ListServices = "*" });
        Assert.Equal(expected, older.ListServicesResponse.Service.Select(service => service.Name));
        Assert.Equal(("edge", "*"), (older.ValidHost, older.OriginalRequest.ListServices));
    }

    [Theory]
    [InlineData("perks.edge.v1.TokenService")]
    [InlineData("perks.edge.v1.TokenService.RedeemToken")]
    [InlineData("perks.edge.v1.ErrorReason")]
    [InlineData("perks.edge.v1.CheckEligibilityRequest.inquiry")]
    [InlineData("grpc.health.v1.HealthCheckResponse.ServingStatus")]
    [InlineData("google.protobuf.Timestamp")]
    public async Task Symbol_leads_to_a_set_of_files_that_can_be_built(string symbol)
    {
        var reply = await AskAsync(new ServerReflectionRequest { FileContainingSymbol = symbol });
        var files = reply.FileDescriptorResponse.FileDescriptorProto.Select(bytes => FileDescriptorProto.Parser.ParseFrom(bytes)).ToArray();
        Assert.All(files, file => Assert.Subset(files.Select(one => one.Name).ToHashSet(), file.Dependency.ToHashSet()));
        Assert.StartsWith(files[0].Package + ".", symbol, StringComparison.Ordinal);
        var byName = await AskAsync(new ServerReflectionRequest { FileByFilename = files[0].Name });
        Assert.Equal(reply.FileDescriptorResponse.ToByteString(), byName.FileDescriptorResponse.ToByteString());
    }

    [Fact]
    public async Task What_is_not_declared_is_answered_NOT_FOUND_and_the_stream_goes_on()
    {
        Assert.Equal((int)StatusCode.NotFound, (await AskAsync(new ServerReflectionRequest { FileContainingSymbol = "perks.edge.v1.Nothing" })).ErrorResponse.ErrorCode);
        Assert.Equal((int)StatusCode.NotFound, (await AskAsync(new ServerReflectionRequest { FileByFilename = "nothing.proto" })).ErrorResponse.ErrorCode);
        Assert.Equal((int)StatusCode.InvalidArgument, (await AskAsync(new ServerReflectionRequest())).ErrorResponse.ErrorCode);
        var extensions = await AskAsync(new ServerReflectionRequest { AllExtensionNumbersOfType = "perks.edge.v1.Fault" });
        Assert.Empty(extensions.AllExtensionNumbersResponse.ExtensionNumber);
    }

    private async Task<ServerReflectionResponse> AskAsync(ServerReflectionRequest question)
    {
        using var call = new ServerReflection.ServerReflectionClient(_host.As("library-kiosk")).ServerReflectionInfo();
        return await ExchangeAsync(call, question);
    }

    private async Task<Alpha.ServerReflectionResponse> AskAlphaAsync(Alpha.ServerReflectionRequest question)
    {
        using var call = new Alpha.ServerReflection.ServerReflectionClient(_host.As("library-kiosk")).ServerReflectionInfo();
        return await ExchangeAsync(call, question);
    }

    private static async Task<TReply> ExchangeAsync<TQuestion, TReply>(AsyncDuplexStreamingCall<TQuestion, TReply> call, TQuestion question)
    {
        await call.RequestStream.WriteAsync(question);
        await call.RequestStream.CompleteAsync();
        Assert.True(await call.ResponseStream.MoveNext(default));
        return call.ResponseStream.Current;
    }
}
