using EdgeService.Faults;
using EdgeService.Identity;
using EdgeService.Tests.Hosting;
using Microsoft.AspNetCore.Http;

namespace EdgeService.Tests.Identity;

public sealed class CertificateIdentityTests
{
    private static readonly DateTimeOffset End = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private static readonly Caller Dock = CallerUrn.ReadTerminal("citybike:central-park:dock-1")!;

    [Fact]
    public void Certificate_names_its_caller_until_it_ends_though_the_connection_stays()
    {
        var clock = new SetClock(End.AddSeconds(-1));
        var identity = new CertificateIdentity(new CertificateHolder(Dock, End), clock);
        Assert.Same(Dock, identity.CallerOf(new DefaultHttpContext()));
        clock.Now = End;
        var fault = Assert.Throws<EdgeFaultException>(() => identity.CallerOf(new DefaultHttpContext()));
        Assert.Equal(FaultReason.IdentityMissing, fault.Fault.Reason);
    }
}
