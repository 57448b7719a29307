using System.Collections.Concurrent;
using EdgeService.Faults;
using EdgeService.Tests.Fuzzing;
using EdgeService.Tests.Hosting;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace EdgeService.Tests.Doors;

public sealed class UnreadableMessageTests
{
    private static readonly Marshaller<byte[]> Raw = Marshallers.Create(bytes => bytes, bytes => bytes);
    private readonly ConcurrentQueue<string> _errors = new();

    public static TheoryData<string, string> Unreadable => new()
    {
        { "perks.edge.v1.EligibilityService/CheckEligibility", "FFFFFFFF" },
        { "perks.edge.v1.EligibilityService/CheckEligibility", "0A7F01" },
        { "perks.edge.v1.TokenService/RedeemToken", "0A7F01" },
        { "perks.edge.v1.EligibilityService/StreamEligibility", "FFFFFFFF" },
        { "perks.admin.v1.SnapshotService/UploadSnapshot", "0A05220408D874" },
        { "perks.edge.v1.GrantService/ReportLost", "1A0B6368617267696E672D2D3122FFFFFFFF072A046E756C6C" },
        { "grpc.reflection.v1.ServerReflection/ServerReflectionInfo", "FFFFFFFF" },
    };

    [Theory]
    [MemberData(nameof(Unreadable))]
    public async Task Bytes_that_are_no_message_are_the_callers_fault_and_no_error_of_ours(string path, string hex)
    {
        await using var host = await EdgeHost.StartAsync(builder => builder.Logging.AddProvider(new ErrorLog(_errors)), null);
        using var call = host.As(path.StartsWith("perks.admin", StringComparison.Ordinal) ? "operator" : "bike-dock").CreateCallInvoker().AsyncDuplexStreamingCall(MethodOf(path), null, default);
        await call.RequestStream.WriteAsync(Convert.FromHexString(hex));
        await call.RequestStream.CompleteAsync();
        var fault = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(default));
        Assert.Equal((StatusCode.InvalidArgument, "FIELD_INVALID"), (fault.StatusCode, fault.Trailers.GetValue("perks-error-reason")));
        Assert.Equal(UnreadableMessage.Fault.Message, fault.Status.Detail);
        Assert.Empty(_errors);
    }

    [Theory]
    [InlineData("00 00000008 1206", false, "cut off")]
    [InlineData("00 be00000c 1206", false, "longer than a number can say")]
    [InlineData("02 00000000", false, "an unknown flag")]
    [InlineData("01 00000000", false, "compressed without saying how")]
    [InlineData("01 00000004 1f8b0000", true, "compressed badly")]
    [InlineData("00 00000000 00 00000000", false, "two messages in place of one")]
    [InlineData("00 0000", false, "no whole prefix")]
    [InlineData("", false, "no message")]
    public async Task Bytes_that_are_no_frame_are_the_callers_fault_and_no_error_of_ours(string hex, bool compressed, string why)
    {
        await using var host = await EdgeHost.StartAsync(builder => builder.Logging.AddProvider(new ErrorLog(_errors)), null);
        using var calls = RawCalls.As(host, "bike-dock");
        var status = await calls.StatusOfAsync("perks.edge.v1.TokenService", "VerifyToken", compressed, Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)));
        Assert.True(status == "3", $"{why}: {status}");
        Assert.Empty(_errors);
    }

    [Fact]
    public async Task Unreadable_record_of_our_own_is_our_fault_and_logged_once_with_its_cause()
    {
        await using var host = await EdgeHost.StartAsync(
            builder => TrialWork.AddTo(builder.Logging.AddProvider(new ErrorLog(_errors)).Services, (_, _) => throw OwnRecord()),
            app => app.MapGrpcService<TrialService>());
        var fault = await Assert.ThrowsAsync<RpcException>(() => TrialWork.CallAsync(host.As("bike-dock").CreateCallInvoker(), MethodType.Unary));
        Assert.Equal(StatusCode.Internal, fault.StatusCode);
        Assert.Contains(nameof(InvalidProtocolBufferException), Assert.Single(_errors), StringComparison.Ordinal);
    }

    private static Method<byte[], byte[]> MethodOf(string path)
    {
        var parts = path.Split('/');
        return new Method<byte[], byte[]>(MethodType.DuplexStreaming, parts[0], parts[1], Raw, Raw);
    }

    /// <summary>What reading a damaged record throws.</summary>
    private static InvalidProtocolBufferException OwnRecord() =>
        Assert.Throws<InvalidProtocolBufferException>(() => Perks.Edge.V1.Fault.Parser.ParseFrom([0xFF, 0xFF]));

    /// <summary>Keeps what was logged as an error.</summary>
    private sealed class ErrorLog(ConcurrentQueue<string> errors) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public void Dispose()
        {
            // Nothing is held.
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                errors.Enqueue($"{formatter(state, exception)} {exception}");
        }
    }
}
