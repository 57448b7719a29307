using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using EdgeService.Core.Members;
using EdgeService.Start;
using EdgeService.Tests.Hosting;
using EdgeService.Tests.Interop;
using Perks.Edge.V1;
using MemberRefKind = Perks.Edge.V1.MemberRefKind;

namespace EdgeService.Tests.Start;

/// <summary>The service as another user, below a root that nobody can write: only its home is.</summary>
public sealed partial class ReadOnlyRootTests : IDisposable
{
    private const string Nobody = "65534";

    /// <summary>The mounts are the process's own and end with it. Where the root can still be written, it is not what was asked for.</summary>
    private const string Script = """
        mount --make-rprivate / && mount --bind "$EDGE_HOME" "$EDGE_HOME" && mount -o remount,bind,ro / || exit 97
        touch /probe 2>/dev/null && exit 98
        exec setpriv --reuid=65534 --regid=65534 --clear-groups --no-new-privs "$@"
        """;

    private readonly ProvidedHome _home = new();
    private readonly ConcurrentQueue<string> _said = new();

    public void Dispose() => _home.Dispose();

    [FactAsRoot]
    public async Task Service_starts_answers_and_stops()
    {
        await OutsideProgram.RunAsync("chown", "-R", Nobody, _home.Path);
        using var process = Start();
        try
        {
            var door = await DoorAsync(process);
            Assert.Contains($"Uid:\t{Nobody}", File.ReadAllText($"/proc/{process.Id}/status"), StringComparison.Ordinal);
            using var channel = ClientChannel.Tls(door, _home.At("pki", "ca.pem"), _home.At("pki", "bike-dock"));
            await RedeemAsync(new(channel), new(channel));
            await OutsideProgram.RunAsync("kill", "-TERM", $"{process.Id}");
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
            Assert.Equal(ExitCode.Stopped, process.ExitCode);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }

    private Process Start()
    {
        string[] program = ["dotnet", typeof(EdgeApp).Assembly.Location, .. _home.Settings, "--Edge:Host:AllowRoot=false"];
        var start = new ProcessStartInfo("unshare", ["--mount", "--", "/bin/sh", "-c", Script, "sh", .. program])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
            Environment = { ["EDGE_HOME"] = _home.Path, ["HOME"] = "/nonexistent" },
        };
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => _said.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => _said.Enqueue(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private async Task<Uri> DoorAsync(Process process)
    {
        for (var patience = Stopwatch.StartNew(); patience.Elapsed < TimeSpan.FromMinutes(2); await Task.Delay(50))
        {
            if (_said.Select(line => Door().Match(line)).FirstOrDefault(match => match.Success) is { } match)
                return new Uri(match.Value);
            if (process.HasExited)
                break;
        }

        throw new InvalidOperationException("The service did not come up:\n" + string.Join('\n', _said));
    }

    /// <summary>Goes through members until one may have a bike; then a token is issued to that one and redeemed.</summary>
    private async Task RedeemAsync(EligibilityService.EligibilityServiceClient eligibility, TokenService.TokenServiceClient tokens)
    {
        Inquiry inquiry;
        var number = 0;
        do
            inquiry = InquiryFor($"GC{++number:0000}");
        while ((await eligibility.CheckEligibilityAsync(new() { Inquiry = inquiry })).Decision.Outcome != Outcome.Eligible);
        var issued = await tokens.IssueTokenAsync(new() { RequestId = RunningService.NewId(), Inquiry = inquiry });
        var redeemed = await tokens.RedeemTokenAsync(new() { RequestId = RunningService.NewId(), TokenText = issued.Token.Text, ItemRefs = { RunningService.NewBike() } });
        Assert.Equal(RedeemOutcome.Redeemed, redeemed.Outcome);
    }

    private Inquiry InquiryFor(string member)
    {
        using var key = new AesGcm(File.ReadAllBytes(_home.At("secret", "app-code.key")), tagSizeInBytes: 16);
        var code = AppCode.Seal(member, DateTimeOffset.UtcNow, RandomNumberGenerator.GetBytes(AppCode.NonceSize), key);
        return new() { MemberRef = new MemberRef { Kind = MemberRefKind.AppCode, Value = code }, PerkId = RunningService.Bike };
    }

    [GeneratedRegex("https://localhost:[0-9]+")]
    private static partial Regex Door();
}
