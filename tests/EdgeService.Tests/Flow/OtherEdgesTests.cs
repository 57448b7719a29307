using EdgeService.Core.Tokens;
using EdgeService.Signing;
using EdgeService.Tests.Hosting;
using Perks.Edge.V1;
using TokenVerdict = Perks.Edge.V1.TokenVerdict;
using VerificationKey = EdgeService.Core.Tokens.VerificationKey;

namespace EdgeService.Tests.Flow;

/// <summary>Two edges of one deployment, each with a signing key of its own: what one issues, the other takes, within what its key may sign.</summary>
public sealed class OtherEdgesTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _shared = new();
    private EdgeHost _one = null!;
    private EdgeHost _two = null!;

    public async Task InitializeAsync()
    {
        _one = await EdgeHost.StartAsync($"--Edge:Signing:TrustFolder={_shared.Path}", "--Edge:Signing:EdgeNumber=1");
        _two = await EdgeHost.StartAsync($"--Edge:Signing:TrustFolder={_shared.Path}", "--Edge:Signing:EdgeNumber=2");
        // Both homes are copies of one; an edge has its own keys.
        var folder = Path.Combine(_two.Home, "keys");
        File.Delete(Assert.Single(Directory.GetFiles(folder, "*.key")));
        SigningKeys.CreateMissing(folder, TimeProvider.System.GetUtcNow().AddMinutes(-5));
        Look();
    }

    public async Task DisposeAsync()
    {
        await _one.DisposeAsync();
        await _two.DisposeAsync();
    }

    public void Dispose() => _shared.Dispose();

    [Fact]
    public async Task Token_of_one_edge_is_verified_and_redeemed_at_the_other()
    {
        var token = await IssueAsync(_one);
        var there = new Terminal(_two, Terminal.Dock);
        Assert.Equal(2, (await there.Tokens.ListVerificationKeysAsync(new ListVerificationKeysRequest(), there.Options)).Keys.Count);
        Assert.Equal(TokenVerdict.Valid, (await there.Tokens.VerifyTokenAsync(new VerifyTokenRequest { TokenText = token }, there.Options)).Verdict);
        Assert.Equal(RedeemOutcome.Redeemed, (await there.RedeemAsync(token, with: request => request.ItemRefs.Add("umbrella-1"))).Outcome);
    }

    [Fact]
    public async Task Token_beyond_what_the_other_edges_key_may_sign_is_refused()
    {
        var token = await IssueAsync(_one);
        var list = KeyListJson.TryRead(await File.ReadAllBytesAsync(Path.Combine(_shared.Path, TrustedKeys.FileOf(1))), out _)!;
        var narrow = list.Keys.Select(key => VerificationKey.TryOf(key.PublicKey.Span, key.Scope with { Perks = [9999] }, key.UsableFrom, key.UsableUntil)!);
        await using var third = await StartStrangerAsync();
        await File.WriteAllBytesAsync(Path.Combine(third.Home, "trusted-keys", TrustedKeys.FileOf(1)), KeyListJson.Write(new KeyList(narrow)));
        third.Service<KeyRing>().Look();
        Assert.Equal(TokenVerdict.KeyNotForPerk, (await new Terminal(third, Terminal.Dock).RedeemAsync(token)).Verdict);
    }

    [Fact]
    public async Task Token_of_an_edge_that_is_not_believed_is_of_an_unknown_key()
    {
        var token = await IssueAsync(_one);
        await using var stranger = await StartStrangerAsync();
        Assert.Equal(TokenVerdict.UnknownKey, (await new Terminal(stranger, Terminal.Dock).RedeemAsync(token)).Verdict);
    }

    private static async Task<string> IssueAsync(EdgeHost edge) =>
        (await new Terminal(edge, Terminal.Dock).IssueAsync(Terminal.Ask("demo-alice", "umbrella.deposit-free"))).Token.Text;

    /// <summary>An edge with another key that looks into a folder of its own.</summary>
    private static async Task<EdgeHost> StartStrangerAsync()
    {
        var stranger = await EdgeHost.StartAsync("--Edge:Signing:EdgeNumber=9");
        var folder = Path.Combine(stranger.Home, "keys");
        File.Delete(Assert.Single(Directory.GetFiles(folder, "*.key")));
        SigningKeys.CreateMissing(folder, TimeProvider.System.GetUtcNow().AddMinutes(-5));
        stranger.Service<KeyRing>().Look();
        return stranger;
    }

    private void Look()
    {
        foreach (var host in new[] { _one, _two, _one })
            host.Service<KeyRing>().Look();
    }
}
