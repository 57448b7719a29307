using EdgeService.Core.Tokens;
using EdgeService.Flow;
using EdgeService.Ledger;
using EdgeService.Signing;
using EdgeService.Tests.Hosting;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Perks.Edge.V1;
using StatusList = Perks.Edge.V1.StatusList;
using TokenVerdict = Perks.Edge.V1.TokenVerdict;

namespace EdgeService.Tests.Flow;

/// <summary>Status lists of a running edge, read and verified as a gate without a connection would.</summary>
public sealed class StatusListTests : IAsyncLifetime
{
    private readonly SetClock _clock = new(TimeProvider.System.GetUtcNow());
    private EdgeHost _host = null!;
    private Terminal _dock = null!;

    public async Task InitializeAsync()
    {
        _host = await EdgeHost.StartAsync(Extend, null, "--Edge:Signing:StatusHeartbeatSeconds=1");
        _dock = new Terminal(_host, Terminal.Dock);
        // A start gives no place that the edge can have given before it.
        _clock.Now += TimeSpan.FromSeconds(1);
    }

    public Task DisposeAsync() => _host.DisposeAsync().AsTask();

    [Fact]
    public async Task Revoked_token_is_refused_by_the_list_and_others_are_not()
    {
        var (revoked, other, redeemed) = (await IssueAsync("demo-alice"), await IssueAsync("demo-chen"), await IssueAsync("demo-erik"));
        Assert.NotEqual(IndexOf(revoked), IndexOf(other));
        Assert.Equal(RedeemOutcome.Redeemed, (await _dock.RedeemAsync(redeemed, with: request => request.ItemRefs.Add("charger-1"))).Outcome);
        Assert.Equal((TokenFault.None, StatusFinding.Valid), await VerifyOfflineAsync(revoked));
        await RevokeAsync(revoked);
        Assert.Equal((TokenFault.Revoked, StatusFinding.Revoked), await VerifyOfflineAsync(revoked));
        Assert.Equal((TokenFault.None, StatusFinding.Valid), await VerifyOfflineAsync(other));
        // Redemptions are the ledger's alone.
        Assert.Equal((TokenFault.None, StatusFinding.Valid), await VerifyOfflineAsync(redeemed));
        Assert.Equal(TokenVerdict.AlreadyRedeemed, (await _dock.Tokens.VerifyTokenAsync(new VerifyTokenRequest { TokenText = redeemed }, _dock.Options)).Verdict);
    }

    [Fact]
    public async Task Token_of_a_gate_that_must_ask_has_no_place()
    {
        var desk = new Terminal(_host, Terminal.CreditDesk);
        var inquiry = Terminal.Ask("demo-alice", "hotel.discount");
        var issued = await desk.IssueAsync(inquiry);
        Assert.True(issued.Token is not null, issued.Decision.ToString());
        Assert.True(TokenVerification.TryReadUnverified(issued.Token.Text, out _, out var claims));
        Assert.Equal((Core.Perks.OfflineClass.FreshOnly, null), (claims.OfflineClass, claims.StatusIndex));
    }

    [Fact]
    public async Task Token_with_a_place_is_no_longer_than_a_code_can_hold()
    {
        var token = await IssueAsync("demo-alice");
        Assert.InRange(token.Length, 1, TokenFormat.MaxCharacters);
        Assert.NotNull(IndexOf(token));
    }

    [Fact]
    public async Task Status_survives_a_restart()
    {
        var token = await IssueAsync("demo-alice");
        await RevokeAsync(token);
        await _host.App.DisposeAsync();
        using var copy = new TemporaryFolder();
        foreach (var path in Directory.GetFiles(_host.Home, "*", SearchOption.AllDirectories))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(copy.At(Path.GetRelativePath(_host.Home, path)))!);
            File.Copy(path, copy.At(Path.GetRelativePath(_host.Home, path)), overwrite: true);
        }

        await using var again = EdgeApp.Build(EdgeHost.SettingsOf(copy), Extend);
        await again.StartAsync();
        var lists = again.Services.GetRequiredService<StatusLists>();
        await lists.LookAsync(CancellationToken.None);
        Assert.True(TokenVerification.TryReadUnverified(token, out var key, out var claims));
        Assert.Equal(StatusFinding.Revoked, lists.Find(key)!.List.Find(claims.StatusIndex!.Value, _clock.Now));
        _clock.Now = claims.ExpiresAt.AddMinutes(10);
        await lists.LookAsync(CancellationToken.None);
        Assert.Equal(StatusFinding.Valid, lists.Find(key)!.List.Find(claims.StatusIndex!.Value, _clock.Now));
    }

    [Fact]
    public async Task List_is_served_from_memory_renewed_in_time_and_grows_old_without_the_ledger()
    {
        var key = KeyIdOf(await IssueAsync("demo-alice"));
        await LookAsync();
        var first = await ListAsync(key);
        Assert.Equal(first.Token, (await ListAsync(key)).Token);
        _clock.Now += TimeSpan.FromSeconds(151);
        await LookAsync();
        var renewed = await ListAsync(key);
        Assert.NotEqual(first.IssueTime, renewed.IssueTime);

        ((CutLedger)_host.Service<ILedger>()).Cut = LedgerCut.Gone;
        _clock.Now += TimeSpan.FromSeconds(400);
        await LookAsync();
        Assert.Equal(renewed.Token, (await ListAsync(key)).Token);
        var unknown = await Assert.ThrowsAsync<RpcException>(() => ListAsync(ByteString.CopyFrom(new byte[8])));
        Assert.Equal((StatusCode.NotFound, "STATUS_LIST_UNKNOWN"), (unknown.StatusCode, unknown.Trailers.GetValue("perks-error-reason")));
    }

    [Fact]
    public async Task Watch_sends_all_lists_then_what_changed_and_signs_of_life_and_resumes()
    {
        var token = await IssueAsync("demo-alice");
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var watch = Watch(ByteString.Empty, limit.Token);
        var first = await NextAsync(watch, limit.Token);
        Assert.Equal(KeyIdOf(token), Assert.Single(first.StatusLists).KeyId);
        await RevokeAsync(token);
        var changed = await NextAsync(watch, limit.Token);
        Assert.Equal(StatusFinding.Revoked, FindingIn(Assert.Single(changed.StatusLists), token));
        _clock.Now += TimeSpan.FromSeconds(2);
        var alive = await NextAsync(watch, limit.Token);
        Assert.Empty(alive.StatusLists);

        using var resumed = Watch(alive.Cursor, limit.Token);
        Assert.Empty((await NextAsync(resumed, limit.Token)).StatusLists);
        using var late = Watch(first.Cursor, limit.Token);
        Assert.Equal(StatusFinding.Revoked, FindingIn(Assert.Single((await NextAsync(late, limit.Token)).StatusLists), token));
        using var wrong = Watch(ByteString.CopyFrom(1, 2, 3), limit.Token);
        Assert.Equal(StatusCode.InvalidArgument, (await Assert.ThrowsAsync<RpcException>(() => wrong.ResponseStream.MoveNext(limit.Token))).StatusCode);
    }

    [Fact]
    public async Task Largest_lists_are_sent_each_in_a_message_of_its_own()
    {
        var second = SigningKeyFile.Create(Path.Combine(_host.Home, "keys"), new(_clock.Now, _clock.Now.AddDays(9), KeyScope.Everything) { PublishedFrom = _clock.Now });
        _host.Service<KeyRing>().Look();
        var keys = _host.Service<CurrentVerificationKeys>().Keys.Keys.Select(key => key.Id).ToList();
        Assert.Equal(2, keys.Count);
        Assert.Contains(keys, key => Path.GetFileNameWithoutExtension(second) == $"{key}");
        var random = new Random(7);
        ((CutLedger)_host.Service<ILedger>()).AlsoRevoked = [.. keys.SelectMany(key => Enumerable.Range(0, 200_000).Select(_ => new RevokedPlace(key, (uint)random.Next(1 << 22), _clock.Now.AddDays(1))))];
        await LookAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var watch = Watch(ByteString.Empty, limit.Token);
        var (first, then) = (await NextAsync(watch, limit.Token), await NextAsync(watch, limit.Token));
        Assert.NotEqual(Assert.Single(first.StatusLists).KeyId, Assert.Single(then.StatusLists).KeyId);
        Assert.All(new[] { first, then }, message => Assert.True(message.CalculateSize() > 64 * 1024));
        using var resumed = Watch(first.Cursor, limit.Token);
        Assert.Equal(then.StatusLists[0].KeyId, Assert.Single((await NextAsync(resumed, limit.Token)).StatusLists).KeyId);
        Assert.Equal(first.StatusLists[0].Token, (await ListAsync(first.StatusLists[0].KeyId)).Token);
    }

    [Fact]
    public async Task Many_that_revoke_at_once_share_a_look_at_the_ledger_that_begins_after_each_of_them()
    {
        var ledger = (CutLedger)_host.Service<ILedger>();
        var (key, before) = (_host.Service<CurrentVerificationKeys>().Keys.Keys[0].Id, ledger.RevokedReads);
        var looks = Enumerable.Range(0, 200).Select(number =>
        {
            ledger.AlsoRevoked = [new RevokedPlace(key, (uint)number, _clock.Now.AddDays(1))];
            return LookAsync();
        }).ToList();
        await Task.WhenAll(looks);
        Assert.InRange(ledger.RevokedReads - before, 1, 50);
        Assert.Equal(Core.Tokens.StatusList.Invalid, _host.Service<StatusLists>().Find(key)!.List.List.At(199));
    }

    [Fact]
    public async Task Slow_reader_is_sent_no_backlog_and_finds_the_latest_state()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var watch = Watch(ByteString.Empty, limit.Token);
        await NextAsync(watch, limit.Token);
        var tokens = new List<string>();
        for (var number = 0; number < 30; number++)
        {
            tokens.Add(await IssueAsync("demo-alice"));
            await RevokeAsync(tokens[^1]);
        }

        StatusList? last = null;
        for (var messages = 0; last is null || tokens.Any(token => FindingIn(last, token) != StatusFinding.Revoked); messages++)
        {
            Assert.True(messages < 20, "more messages than looks");
            last = (await NextAsync(watch, limit.Token)).StatusLists.LastOrDefault() ?? last;
        }
    }

    [Fact]
    public async Task Watch_ends_when_the_service_stops()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var watch = Watch(ByteString.Empty, limit.Token);
        await NextAsync(watch, limit.Token);
        var stopping = _host.App.StopAsync(limit.Token);
        while (await watch.ResponseStream.MoveNext(limit.Token))
        {
            // What was on its way.
        }

        await stopping;
    }

    private void Extend(WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<TimeProvider>(_clock);
        CutLedger.InFrontOf(builder);
    }

    private static uint? IndexOf(string token) => TokenVerification.TryReadUnverified(token, out _, out var claims) ? claims.StatusIndex : null;

    private static ByteString KeyIdOf(string token)
    {
        Assert.True(TokenVerification.TryReadUnverified(token, out var key, out _));
        return ByteString.CopyFrom(Convert.FromHexString(key.ToString()));
    }

    private StatusFinding FindingIn(StatusList list, string token) => StatusListVerification.TryReadUnverified(list.Token.Span)!.Find(IndexOf(token)!.Value, _clock.Now);

    private Task LookAsync() => _host.Service<StatusLists>().LookAsync(CancellationToken.None);

    private AsyncServerStreamingCall<WatchTokenStatusResponse> Watch(ByteString cursor, CancellationToken cancellation) =>
        _dock.Tokens.WatchTokenStatus(new WatchTokenStatusRequest { ResumeCursor = cursor }, _dock.Options.WithCancellationToken(cancellation));

    private static async Task<WatchTokenStatusResponse> NextAsync(AsyncServerStreamingCall<WatchTokenStatusResponse> watch, CancellationToken cancellation)
    {
        Assert.True(await watch.ResponseStream.MoveNext(cancellation));
        return watch.ResponseStream.Current;
    }

    private async Task<StatusList> ListAsync(ByteString key) =>
        (await _dock.Tokens.GetStatusListAsync(new GetStatusListRequest { KeyId = key }, _dock.Options)).StatusList;

    /// <summary>With nothing but what a gate has fetched: the key list and the status list.</summary>
    private async Task<(TokenFault Fault, StatusFinding Finding)> VerifyOfflineAsync(string token)
    {
        await LookAsync();
        var published = await ListAsync(KeyIdOf(token));
        var keys = _host.Service<CurrentVerificationKeys>().Keys;
        Assert.True(TokenVerification.TryReadUnverified(token, out var key, out var claims));
        var list = StatusListVerification.TryVerify(published.Token.Span, keys, key, _clock.Now, out var fault);
        Assert.Equal(StatusListFault.None, fault);
        var verdict = TokenVerification.Verify(token, keys, new TokenGate("citybike:central-park", [claims.Audience]), _clock.Now);
        var result = StatusListVerification.Check(verdict, list, _clock.Now, out var finding);
        return (result.Fault, finding);
    }

    private async Task<string> IssueAsync(string member)
    {
        _clock.Now += TimeSpan.FromSeconds(1);
        return (await _dock.IssueAsync(Terminal.Ask(member, "charger.deposit-free"))).Token.Text;
    }

    private async Task RevokeAsync(string token)
    {
        var reply = await _dock.Tokens.RevokeTokenAsync(new RevokeTokenRequest { RequestId = Terminal.NewId(), TokenText = token }, _dock.Options);
        Assert.Equal(RevokeOutcome.Revoked, reply.Outcome);
    }
}
