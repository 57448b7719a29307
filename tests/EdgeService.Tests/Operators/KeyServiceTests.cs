using EdgeService.Signing;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Perks.Admin.V1;
using Perks.Edge.V1;
using SigningKey = Perks.Admin.V1.SigningKey;
using Terminal = EdgeService.Tests.Flow.Terminal;

namespace EdgeService.Tests.Operators;

/// <summary>An operator leads the keys of a running edge through their lives.</summary>
public sealed class KeyServiceTests : IAsyncLifetime
{
    private OperatedEdge _edge = null!;
    private KeyService.KeyServiceClient _keys = null!;

    public async Task InitializeAsync()
    {
        _edge = await OperatedEdge.StartAsync("--Edge:Signing:VerifierRefreshSeconds=600");
        _keys = new(_edge.Host.As("operator"));
    }

    public Task DisposeAsync() => _edge.DisposeAsync().AsTask();

    [Fact]
    public async Task Key_goes_through_its_life_and_no_token_fails()
    {
        var first = Assert.Single(await ListAsync());
        var next = (await _keys.PrepareKeyAsync(new PrepareKeyRequest())).Key;
        Assert.Equal(KeyStage.Prepared, next.Stage);
        Assert.Equal([first.KeyId], await PublishedAsync());
        Assert.Contains("Publish it first", await RefusedAsync(() => _keys.UseKeyAsync(new UseKeyRequest { KeyId = next.KeyId }).ResponseAsync), StringComparison.Ordinal);

        var usable = (await _keys.PublishKeyAsync(new PublishKeyRequest { KeyId = next.KeyId })).UsableTime.ToDateTimeOffset();
        _edge.Clock.Now = usable.AddSeconds(-1);
        Assert.Contains("without it", await RefusedAsync(() => _keys.UseKeyAsync(new UseKeyRequest { KeyId = next.KeyId }).ResponseAsync), StringComparison.Ordinal);
        Assert.Equal(2, (await PublishedAsync()).Count);
        var before = await IssueAsync();
        _edge.Clock.Now = usable;
        Assert.Equal(KeyStage.InUse, (await _keys.UseKeyAsync(new UseKeyRequest { KeyId = next.KeyId, SignFor = new Duration { Seconds = 86_400 } })).Key.Stage);
        Assert.Equal(KeyStage.Retired, (await _keys.RetireKeyAsync(new RetireKeyRequest { KeyId = first.KeyId })).Key.Stage);
        _edge.Clock.Now += TimeSpan.FromSeconds(2);
        var after = await IssueAsync();
        Assert.NotEqual(SignerOf(before), SignerOf(after));
        Assert.Equal(SignerOf(after), next.KeyId);
        Assert.Equal((TokenVerdict.Valid, TokenVerdict.Valid), (await VerifyAsync(before), await VerifyAsync(after)));

        Assert.Contains("may still be good", await RefusedAsync(() => _keys.RemoveKeyAsync(new RemoveKeyRequest { KeyId = first.KeyId }).ResponseAsync), StringComparison.Ordinal);
        Assert.Contains("No other key", await RefusedAsync(() => _keys.RetireKeyAsync(new RetireKeyRequest { KeyId = next.KeyId }).ResponseAsync), StringComparison.Ordinal);
        _edge.Clock.Now += TimeSpan.FromDays(1) + TimeSpan.FromSeconds(31);
        await _keys.RemoveKeyAsync(new RemoveKeyRequest { KeyId = first.KeyId });
        Assert.Equal(next.KeyId, Assert.Single(await ListAsync()).KeyId);
        Assert.Single(Directory.GetFiles(Path.Combine(_edge.Host.Home, "keys"), "*.key"));
    }

    [Fact]
    public async Task Compromised_key_is_believed_no_more_on_the_very_next_call_and_another_signs()
    {
        var token = await IssueAsync();
        var lost = SignerOf(token);
        Assert.Equal(TokenVerdict.Valid, await VerifyAsync(token));
        var signing = (await _keys.CompromiseKeyAsync(new CompromiseKeyRequest { KeyId = lost })).Keys;
        Assert.Equal(TokenVerdict.KeyCompromised, await VerifyAsync(token));

        var redeemed = await _edge.Dock.RedeemAsync(token, with: request => request.ItemRefs.Add("umbrella-1"));
        Assert.Equal((RedeemOutcome.InvalidToken, TokenVerdict.KeyCompromised, TokenRemedy.NewToken), (redeemed.Outcome, redeemed.Verdict, redeemed.Remedy));
        var revoked = await _edge.Dock.Tokens.RevokeTokenAsync(new RevokeTokenRequest { RequestId = Terminal.NewId(), TokenText = token }, _edge.Dock.Options);
        Assert.Equal((RevokeOutcome.InvalidToken, TokenVerdict.KeyCompromised), (revoked.Outcome, revoked.Verdict));
        var list = await _edge.Dock.Tokens.ListVerificationKeysAsync(new ListVerificationKeysRequest(), _edge.Dock.Options);
        Assert.Equal((lost, Assert.Single(signing).KeyId), (Assert.Single(list.CompromisedKeyIds), Assert.Single(list.Keys).KeyId));
        Assert.Equal(TokenVerdict.Valid, await VerifyAsync(await IssueAsync()));

        var hex = Convert.ToHexStringLower(lost.Span);
        Assert.False(File.Exists(Path.Combine(_edge.Host.Home, "keys", $"{hex}.key")));
        Assert.DoesNotContain("PRIVATE", await File.ReadAllTextAsync(Path.Combine(_edge.Host.Home, "keys", $"{hex}.compromised")), StringComparison.Ordinal);
        await _keys.CompromiseKeyAsync(new CompromiseKeyRequest { KeyId = lost });
        Assert.Equal(lost, Assert.Single((await _keys.ListKeysAsync(new ListKeysRequest())).CompromisedKeys).KeyId);
    }

    [Fact]
    public async Task Published_spare_takes_the_place_of_a_compromised_key()
    {
        var spare = (await _keys.PrepareKeyAsync(new PrepareKeyRequest())).Key.KeyId;
        await _keys.PublishKeyAsync(new PublishKeyRequest { KeyId = spare });
        _edge.Clock.Now += TimeSpan.FromSeconds(2);
        await _keys.CompromiseKeyAsync(new CompromiseKeyRequest { KeyId = SignerOf(await IssueAsync()) });
        Assert.Equal(spare, SignerOf(await IssueAsync()));
    }

    [Fact]
    public async Task Scope_of_a_key_is_enforced_when_verifying_and_redeeming()
    {
        var token = await IssueAsync();
        var path = Assert.Single(Directory.GetFiles(Path.Combine(_edge.Host.Home, "keys"), "*.key"));
        await File.WriteAllTextAsync(path, (await File.ReadAllTextAsync(path)).Replace("perks: all", "perks: 9999", StringComparison.Ordinal));
        _edge.Host.Service<KeyRing>().Look();
        Assert.Equal(TokenVerdict.KeyNotForPerk, await VerifyAsync(token));
        Assert.Equal(TokenVerdict.KeyNotForPerk, (await _edge.Dock.RedeemAsync(token)).Verdict);
        await File.WriteAllTextAsync(path, (await File.ReadAllTextAsync(path)).Replace("perks: 9999", "perks: all", StringComparison.Ordinal).Replace("venues: all", "venues: citylib:main-library", StringComparison.Ordinal));
        _edge.Host.Service<KeyRing>().Look();
        Assert.Equal(TokenVerdict.KeyNotForVenue, (await _edge.Dock.RedeemAsync(token)).Verdict);
        await File.WriteAllTextAsync(path, (await File.ReadAllTextAsync(path)).Replace("citylib:main-library", "all", StringComparison.Ordinal).Replace("max-lifetime-seconds: 86400", "max-lifetime-seconds: 20", StringComparison.Ordinal));
        _edge.Host.Service<KeyRing>().Look();
        Assert.Equal(TokenVerdict.KeyNotForLifetime, (await _edge.Dock.RedeemAsync(token)).Verdict);
    }

    [Fact]
    public async Task Unknown_key_and_wrong_fields_are_named()
    {
        var unknown = await Assert.ThrowsAsync<RpcException>(() => _keys.RetireKeyAsync(new RetireKeyRequest { KeyId = ByteString.CopyFrom(new byte[8]) }).ResponseAsync);
        Assert.Equal((StatusCode.NotFound, "KEY_UNKNOWN"), (unknown.StatusCode, unknown.Trailers.GetValue("perks-error-reason")));
        var request = new PrepareKeyRequest { Scope = new() { Venues = { "nowhere" }, PerkCodes = { 0 }, MaxLifetime = new Duration { Seconds = -1 } } };
        var wrong = await Assert.ThrowsAsync<RpcException>(() => _keys.PrepareKeyAsync(request).ResponseAsync);
        foreach (var field in new[] { "scope.venues", "scope.perk_codes", "scope.max_lifetime" })
            Assert.Contains(field, wrong.Status.Detail, StringComparison.Ordinal);
        var dock = new KeyService.KeyServiceClient(_edge.Host.As("bike-dock"));
        Assert.Equal(StatusCode.PermissionDenied, (await Assert.ThrowsAsync<RpcException>(() => dock.ListKeysAsync(new ListKeysRequest()).ResponseAsync)).StatusCode);
    }

    private static ByteString SignerOf(string token)
    {
        Assert.True(Core.Tokens.TokenVerification.TryReadUnverified(token, out var key, out _));
        return ByteString.CopyFrom(Convert.FromHexString(key.ToString()));
    }

    private static async Task<string> RefusedAsync<T>(Func<Task<T>> act)
    {
        var refused = await Assert.ThrowsAsync<RpcException>(act);
        Assert.Equal((StatusCode.FailedPrecondition, "KEY_STAGE"), (refused.StatusCode, refused.Trailers.GetValue("perks-error-reason")));
        return refused.Status.Detail;
    }

    private async Task<IReadOnlyList<SigningKey>> ListAsync() => (await _keys.ListKeysAsync(new ListKeysRequest())).Keys;

    private async Task<List<ByteString>> PublishedAsync() =>
        [.. (await _edge.Dock.Tokens.ListVerificationKeysAsync(new ListVerificationKeysRequest(), _edge.Dock.Options)).Keys.Select(key => key.KeyId)];

    private async Task<string> IssueAsync() => (await _edge.Dock.IssueAsync(Terminal.Ask("demo-alice", "umbrella.deposit-free"))).Token.Text;

    private async Task<TokenVerdict> VerifyAsync(string token) =>
        (await _edge.Dock.Tokens.VerifyTokenAsync(new VerifyTokenRequest { TokenText = token }, _edge.Dock.Options)).Verdict;
}
