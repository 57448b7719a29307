using System.Globalization;
using System.Security.Cryptography;
using EdgeService.Core.Members;
using Perks.Edge.V1;
using MemberRefKind = Perks.Edge.V1.MemberRefKind;

namespace EdgeService.Tests.Interop;

/// <summary>One running service for all tests of the collection, and members of the first real data to visit it.</summary>
public sealed class RunningService : IAsyncLifetime
{
    public const string Bike = "bike.deposit-free";
    private readonly string home = Directory.CreateTempSubdirectory("edge-interop-").FullName;
    private int visitors;

    public ServiceProcess Process { get; private set; } = null!;

    public async Task InitializeAsync() => Process = await ServiceProcess.StartAsync(home);

    public async Task DisposeAsync()
    {
        await Process.DisposeAsync();
        Directory.Delete(home, recursive: true);
    }

    /// <summary>Kills the process and starts it again on the same folder.</summary>
    public async Task KillAndRestartAsync()
    {
        await Process.KillAsync();
        await Process.DisposeAsync();
        Process = await ServiceProcess.StartAsync(home);
    }

    /// <summary>The id of a member whom nobody else gets and who may have a bike now.</summary>
    public async Task<string> NextMemberAsync()
    {
        using var channel = Process.Channel();
        var eligibility = new EligibilityService.EligibilityServiceClient(channel);
        while (true)
        {
            var member = string.Create(CultureInfo.InvariantCulture, $"GC{Interlocked.Increment(ref visitors):0000}");
            var reply = await eligibility.CheckEligibilityAsync(new CheckEligibilityRequest { Inquiry = BikeFor(member) });
            if (reply.Decision.Outcome == Outcome.Eligible)
            {
                return member;
            }
        }
    }

    /// <summary>A code as the member's app would show it now.</summary>
    public string AppCodeOf(string member)
    {
        using var key = new AesGcm(File.ReadAllBytes(Path.Combine(home, "secret", "app-code.key")), tagSizeInBytes: 16);
        return AppCode.Seal(member, DateTimeOffset.UtcNow, RandomNumberGenerator.GetBytes(AppCode.NonceSize), key);
    }

    public Inquiry BikeFor(string member) =>
        new() { MemberRef = new MemberRef { Kind = MemberRefKind.AppCode, Value = AppCodeOf(member) }, PerkId = Bike };

    /// <summary>A bike token for a member of its own, issued at the dock.</summary>
    public async Task<Token> NextTokenAsync(PictureFormat picture = PictureFormat.Unspecified)
    {
        using var channel = Process.Channel();
        var reply = await new TokenService.TokenServiceClient(channel).IssueTokenAsync(new IssueTokenRequest
        {
            RequestId = NewId(),
            Inquiry = BikeFor(await NextMemberAsync()),
            PictureFormat = picture,
        });
        return reply.Token;
    }

    public static string NewId() => Guid.NewGuid().ToString();

    /// <summary>A bike number that no other test uses.</summary>
    public static string NewBike() => "bike-" + NewId()[..8];
}

/// <summary>Tests that share one running service. They run one after another and leave each other's members alone.</summary>
[CollectionDefinition(Name)]
public sealed class RunningServiceTests : ICollectionFixture<RunningService>
{
    public const string Name = "running service";
}
