using System.Security.Cryptography;
using EdgeService.Core.Members;
using EdgeService.Tests.Flow;
using EdgeService.Tests.Hosting;
using EdgeService.Tests.Interop;
using Perks.Edge.V1;
using Perks.Member.V1;
using MemberRef = Perks.Edge.V1.MemberRef;
using MemberRefKind = Perks.Edge.V1.MemberRefKind;

namespace EdgeService.Tests.Members;

/// <summary>Kills the real service, kill -9, right after it has answered a member.</summary>
public sealed class ConsentKillTests
{
    [Fact]
    public async Task Consent_withdrawn_before_a_kill_is_withdrawn_at_the_first_check_after_it()
    {
        using var home = new TemporaryFolder();
        MadeHome.CopyTo(home);
        foreach (var member in new[] { "demo-alice", "demo-erik" })
        {
            await using var killed = await ServiceProcess.StartAsync(home.Path);
            Assert.Equal(Outcome.Eligible, await CheckAsync(killed, member));
            await WithdrawAsync(killed, member);
            await killed.KillAsync();
            await using var again = await ServiceProcess.StartAsync(home.Path);
            Assert.Equal(Outcome.Ineligible, await CheckAsync(again, member));
            await again.KillAsync();
        }
    }

    private static async Task WithdrawAsync(ServiceProcess service, string member)
    {
        using var channel = service.Channel("member-app");
        await new MembershipService.MembershipServiceClient(channel).WithdrawConsentAsync(new WithdrawConsentRequest
        {
            RequestId = Terminal.NewId(),
            MemberRef = CodeOf(service, member),
            Scope = RightsEdge.Bikes,
        });
    }

    private static async Task<Outcome> CheckAsync(ServiceProcess service, string member)
    {
        using var channel = service.Channel();
        var inquiry = new Inquiry { MemberRef = CodeOf(service, member), PerkId = "bike.deposit-free" };
        return (await new EligibilityService.EligibilityServiceClient(channel).CheckEligibilityAsync(new CheckEligibilityRequest { Inquiry = inquiry })).Decision.Outcome;
    }

    private static MemberRef CodeOf(ServiceProcess service, string member)
    {
        using var key = new AesGcm(File.ReadAllBytes(Path.Combine(service.Home, "secret", "app-code.key")), tagSizeInBytes: 16);
        return new MemberRef { Kind = MemberRefKind.AppCode, Value = AppCode.Seal(member, DateTimeOffset.UtcNow, RandomNumberGenerator.GetBytes(AppCode.NonceSize), key) };
    }
}
