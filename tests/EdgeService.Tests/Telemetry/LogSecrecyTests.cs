using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using EdgeService.Core.Members;
using EdgeService.Tests.Hosting;
using EdgeService.Tests.Interop;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using Perks.Edge.V1;
using MemberRefKind = Perks.Edge.V1.MemberRefKind;

namespace EdgeService.Tests.Telemetry;

/// <summary>A whole run, every log of every level read: nothing secret and nothing of a member is in it.</summary>
public sealed class LogSecrecyTests
{
    private const string Card = "6222-0009-1234-5678";
    private static readonly string[] AllLevels =
    [
        "--Logging:LogLevel:Default=Trace", "--Logging:LogLevel:Grpc=Trace", "--Logging:LogLevel:Microsoft.AspNetCore=Trace",
        "--Logging:LogLevel:Microsoft.Extensions.Hosting=Trace", "--Logging:LogLevel:Microsoft.Hosting.Lifetime=Trace",
    ];

    private readonly ConcurrentQueue<string> _lines = new();
    private readonly HashSet<string> _secrets = [];

    [Fact]
    public async Task Logs_of_a_whole_run_hold_no_secret_and_nothing_of_a_member()
    {
        await using (var host = await EdgeHost.StartAsync(builder => builder.Logging.AddProvider(new EveryLine(_lines)), null, [.. AllLevels, "--Edge:Signing:MemberKey=typed-by-mistake"]))
        {
            KeepSecretsOf(host.Home);
            _secrets.Add("typed-by-mistake");
            await ActAsync(host);
            await host.App.StopAsync();
        }

        Assert.Contains(_lines, line => line.Contains("Edge:Signing:MemberKey is no setting", StringComparison.Ordinal));
        Assert.Contains(_lines, line => line.Contains("Settings in force", StringComparison.Ordinal) && line.Contains("Edge:Signing:SecretFolder=", StringComparison.Ordinal));
        Assert.True(_lines.Count > 200, $"{_lines.Count} lines are too few for all levels");
        Assert.True(_secrets.Count > 40);
        var all = string.Join('\n', _lines);
        Assert.DoesNotContain(_secrets, secret => all.Contains(secret, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Calls that go well and calls that fail, in every way that a terminal's can.</summary>
    private async Task ActAsync(EdgeHost host)
    {
        var dock = host.As("bike-dock");
        var (eligibility, tokens) = (new EligibilityService.EligibilityServiceClient(dock), new TokenService.TokenServiceClient(dock));
        var inquiry = await EligibleAsync(host, eligibility);
        var issued = await tokens.IssueTokenAsync(new() { RequestId = RunningService.NewId(), Inquiry = inquiry });
        _secrets.Add(issued.Token.Text);
        await tokens.VerifyTokenAsync(new() { TokenText = issued.Token.Text });
        await tokens.RedeemTokenAsync(new() { RequestId = RunningService.NewId(), TokenText = issued.Token.Text, ItemRefs = { RunningService.NewBike() } });
        await tokens.RedeemTokenAsync(new() { RequestId = RunningService.NewId(), TokenText = issued.Token.Text, ItemRefs = { RunningService.NewBike() } });
        _secrets.Add(Card);
        foreach (var kind in Enum.GetValues<MemberRefKind>())
            await FailAsync(async () => await eligibility.CheckEligibilityAsync(new() { Inquiry = new() { MemberRef = new() { Kind = kind, Value = Card }, PerkId = RunningService.Bike } }));
        await FailAsync(async () => await tokens.RedeemTokenAsync(new() { RequestId = "no-uuid", TokenText = issued.Token.Text + "X" }));
        await FailAsync(async () => await new EligibilityService.EligibilityServiceClient(host.As("member-app")).CheckEligibilityAsync(new() { Inquiry = inquiry }));
        using var stream = eligibility.StreamEligibility();
        await stream.RequestStream.WriteAsync(new() { CorrelationId = "1", Inquiry = inquiry });
        Assert.True(await stream.ResponseStream.MoveNext(default));
    }

    private async Task<Inquiry> EligibleAsync(EdgeHost host, EligibilityService.EligibilityServiceClient eligibility)
    {
        using var key = new AesGcm(File.ReadAllBytes(Path.Combine(host.Home, "secret", "app-code.key")), tagSizeInBytes: 16);
        for (var number = 1; ; number++)
        {
            var member = $"GC{number:0000}";
            var code = AppCode.Seal(member, DateTimeOffset.UtcNow, RandomNumberGenerator.GetBytes(AppCode.NonceSize), key);
            _secrets.UnionWith([member, code]);
            var inquiry = new Inquiry { MemberRef = new() { Kind = MemberRefKind.AppCode, Value = code }, PerkId = RunningService.Bike };
            if ((await eligibility.CheckEligibilityAsync(new() { Inquiry = inquiry })).Decision.Outcome == Outcome.Eligible)
                return inquiry;
        }
    }

    private static async Task FailAsync(Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (RpcException)
        {
            // What it says to the caller is another matter.
        }
    }

    /// <summary>Every private key's lines, and every secret as bytes, hexadecimal and both base64.</summary>
    private void KeepSecretsOf(string home)
    {
        foreach (var path in Directory.GetFiles(home, "*.key", SearchOption.AllDirectories))
        {
            var bytes = File.ReadAllBytes(path);
            var text = Encoding.Latin1.GetString(bytes);
            if (text.StartsWith("-----BEGIN", StringComparison.Ordinal))
                _secrets.UnionWith(text.Split('\n').Where(line => line.Length >= 40 && line[0] != '-'));
            else
                _secrets.UnionWith([text, Convert.ToHexString(bytes), Convert.ToBase64String(bytes).TrimEnd('='), System.Buffers.Text.Base64Url.EncodeToString(bytes)]);
        }
    }

    private sealed class EveryLine(ConcurrentQueue<string> lines) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => new OfCategory(categoryName, lines);

        public void Dispose()
        {
            // Nothing is held.
        }
    }

    private sealed class OfCategory(string category, ConcurrentQueue<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            lines.Enqueue($"{category} scope {state}");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue($"{category} {logLevel} {formatter(state, exception)} {exception}");
    }
}
