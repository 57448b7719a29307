using EdgeService.Core.Eligibility;
using EdgeService.Core.Tokens;
using EdgeService.Tests.Flow;
using EdgeService.TokenAttacks;
using Perks.Edge.V1;
using TokenVerdict = Perks.Edge.V1.TokenVerdict;

namespace EdgeService.Tests.Client.Offline;

/// <summary>
/// The same tokens at the service and at a gate that verifies with what it keeps: the same verdict and the same remedy, wherever both can know it. What a gate
/// cannot know is what the ledger has of other gates, and what lies under the service's own seal.
/// </summary>
public sealed class OfflineParityTests(AttackedEdge edge) : IClassFixture<AttackedEdge>, IAsyncLifetime, IDisposable
{
    private const string Perk = "charger.deposit-free";
    private readonly Terminal _dock = new(edge.Host, Terminal.Dock);
    private readonly TrialGate _gate = new(edge.Host.Doors.Plaintext!, Terminal.Dock, edge.Clock);

    public static TheoryData<string> Attacks => [.. TokenAttack.All.Keys];

    /// <summary>From the disk alone: nothing is left of the program that learnt it.</summary>
    public async Task InitializeAsync()
    {
        await _gate.Verifier.LearnAsync(_gate.Terminal);
        _gate.Restart();
        Assert.Empty(_gate.Verifier.Faults);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _gate.Dispose();

    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task Attack_meets_the_same_verdict_and_remedy_offline_as_online(string attack)
    {
        var text = TokenAttack.All[attack].Make(await GenuineAsync());
        var offline = await AssertSameAsync(text);
        Assert.Equal((CutOffRefusal.Token, Terminals.TokenWriting.Write(TokenAttack.All[attack].Fault)), (offline.Refusal, offline.Verdict));
        Assert.Equal((false, 0), (_gate.Verifier.Accept(text).MayOpen, _gate.Journal.Count));
    }

    [Fact]
    public async Task Genuine_token_is_good_at_both()
    {
        var offline = await AssertSameAsync((await GenuineAsync()).Text);
        Assert.Equal((true, Perk, 1), (offline.MayOpen, offline.Perk!.PerkId, offline.UnitCount));
    }

    [Fact]
    public async Task Keys_are_held_to_venue_perk_lifetime_and_time_alike()
    {
        var genuine = await GenuineAsync();
        foreach (var (key, expected) in new[]
        {
            (edge.Elsewhere, TokenVerdict.KeyNotForVenue), (edge.OtherPerks, TokenVerdict.KeyNotForPerk),
            (edge.Coming, TokenVerdict.NotYetValid), (edge.Retired, TokenVerdict.UnknownKey), (edge.Ending, TokenVerdict.Valid),
        })
        {
            Assert.Equal(expected, (await AssertSameAsync(genuine.SignedBy(key.Id, hash => AttackedEdge.Sign(key, hash)))).Verdict);
        }
    }

    [Theory]
    [InlineData(29)]
    [InlineData(30)]
    public async Task Token_ends_at_the_same_second(int seconds)
    {
        var expiry = (ulong)edge.Clock.Now.AddSeconds(-seconds).ToUnixTimeSeconds();
        await AssertSameAsync((await GenuineAsync()).WithClaims(claims => claims.Items[3].Value = expiry));
    }

    [Fact]
    public async Task Token_that_opened_this_gate_before_is_spent_at_both_in_every_copy()
    {
        var genuine = await GenuineAsync("demo-erik");
        var redeemed = await _gate.Terminal.RedeemAsync(genuine.Text);
        Assert.Equal(RedeemOutcome.Redeemed, redeemed.Outcome);
        _gate.Verifier.NoteRedeemed(genuine.Text);
        _gate.Restart();
        foreach (var copy in new[] { genuine.Text, SignatureAttacks.Malleated(genuine), AttackedToken.TextOf(genuine.Signed(genuine.Protected, genuine.Payload)) })
            Assert.Equal(TokenVerdict.AlreadyRedeemed, (await AssertSameAsync(copy)).Verdict);
    }

    [Fact]
    public async Task Perk_that_must_be_asked_for_is_valid_at_both_and_opens_online_only()
    {
        using var desk = new TrialGate(edge.Host.Doors.Plaintext!, Terminal.CreditDesk, edge.Clock);
        await desk.Verifier.LearnAsync(desk.Terminal);
        var issued = await desk.Terminal.IssueAsync(Terminal.Ask("demo-alice", "hotel.discount"));
        var offline = desk.Verifier.Verify(issued.Token.Text);
        Assert.Equal((TokenVerdict.Valid, TokenVerdict.Valid), (offline.Verdict, (await desk.Terminal.VerifyAsync(issued.Token.Text)).Verdict));
        Assert.Equal((CutOffRefusal.MustAsk, Perks.Edge.V1.TokenRemedy.VenueRemedy), (offline.Refusal, offline.Remedy));
        Assert.NotNull(offline.Perk!.Remedy);
    }

    private async Task<EdgeService.Client.OfflineFinding> AssertSameAsync(string text)
    {
        var online = await _gate.Terminal.VerifyAsync(text);
        var offline = _gate.Verifier.Verify(text);
        Assert.Equal((online.Verdict, online.Remedy), (offline.Verdict, offline.Remedy));
        return offline;
    }

    private async Task<AttackedToken> GenuineAsync(string member = "demo-chen")
    {
        var text = (await _dock.IssueAsync(Terminal.Ask(member, Perk))).Token.Text;
        var bytes = new byte[TokenFormat.MaxBytes];
        Assert.True(Base32.TryDecode(text.AsSpan(TokenFormat.Prefix.Length), bytes, out var length));
        return new AttackedToken(bytes[..length], edge.Signing.Verification, hash => AttackedEdge.Sign(edge.Signing, hash), edge.Elsewhere.Id);
    }
}
