using EdgeService.Core.Registration;
using EdgeService.Ledger;
using Microsoft.Extensions.DependencyInjection;

namespace EdgeService.Tests.Identity;

/// <summary>A request whose repetition was kept first, at another edge: what was decided here for the second was never kept.</summary>
public sealed class RacedRequestTests
{
    [Fact]
    public async Task What_was_decided_and_not_kept_is_not_in_force()
    {
        await using var edge = await RegisteredEdge.StartAsync(builder =>
        {
            var own = builder.Services.Last(service => service.ServiceType == typeof(ITerminalRegister)).ImplementationFactory!;
            builder.Services.AddSingleton<ITerminalRegister>(services => new Overtaken((ITerminalRegister)own(services)));
        });
        await edge.SuspendAsync();
        Assert.Equal("", await RegisteredEdge.CallAsync(edge.Host.As("bike-dock")));
    }

    /// <summary>Decides, and then finds the first answer.</summary>
    private sealed class Overtaken(ITerminalRegister register) : ITerminalRegister
    {
        public Task<LedgerAnswer> ChangeAsync(RegisterCall call, CancellationToken cancellation) =>
            Task.FromResult<LedgerAnswer>(new LedgerAnswer.Kept(call.Decide(new RegisteredTerminal(call.Terminal)).Reply, Repeated: true));

        public Task<TerminalSheet?> ReadAsync(string terminal, CancellationToken cancellation) => register.ReadAsync(terminal, cancellation);

        public Task<IReadOnlyList<RegisterEvent>> ReadHistoryAsync(string terminal, int most, CancellationToken cancellation) => register.ReadHistoryAsync(terminal, most, cancellation);

        public Task<IReadOnlyList<TerminalSheet>> ListAsync(string prefix, string after, int most, CancellationToken cancellation) => register.ListAsync(prefix, after, most, cancellation);

        public Task<RegisterChanges> ReadChangesAsync(long after, DateTimeOffset now, CancellationToken cancellation) => register.ReadChangesAsync(after, now, cancellation);

        public Task NoteSightsAsync(IReadOnlyCollection<TerminalSight> sights, CancellationToken cancellation) => register.NoteSightsAsync(sights, cancellation);
    }
}
