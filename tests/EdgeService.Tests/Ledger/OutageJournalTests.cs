using EdgeService.Core.Grants;
using EdgeService.Core.Members;
using EdgeService.Core.Tokens;
using EdgeService.Ledger;
using EdgeService.Tests.Hosting;

namespace EdgeService.Tests.Ledger;

public sealed class OutageJournalTests : IDisposable
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_123);
    private readonly TemporaryFolder _folder = new();
    private OutageJournal _journal;

    public OutageJournalTests() => _journal = OutageJournal.Open(_folder.At("outage.journal"));

    public void Dispose()
    {
        _journal.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Note_is_there_after_a_restart_to_the_last_field()
    {
        var note = NoteOf(1, "bike-1") with { Token = new TokenId(17), Expires = Now.AddMinutes(1), CountsOnce = true };
        Assert.Equal(OutageResult.Noted, (await _journal.NoteAsync(note)).Result);
        Reopen();
        var kept = Assert.Single(_journal.Pending());
        Assert.Equal(note.Reply, kept.Reply);
        Assert.Equal(note.Request.BodyDigest.ToArray(), kept.Request.BodyDigest.ToArray());
        Assert.Equal((note.Request.Caller, note.Request.Method, note.Request.RequestId), (kept.Request.Caller, kept.Request.Method, kept.Request.RequestId));
        Assert.Equal((note.Member, note.At, note.Token, note.Expires, true), (kept.Member, kept.At, kept.Token, kept.Expires, kept.CountsOnce));
        Assert.Equal((note.Actor, "bike-1", note.Terms.PerkId), (kept.Actor, kept.Terms.Items.Single(), kept.Terms.PerkId));
    }

    [Fact]
    public async Task Same_request_gets_its_note_and_another_body_a_conflict()
    {
        var note = NoteOf(1, "bike-1");
        await _journal.NoteAsync(note);
        Assert.Equal(OutageResult.Repeated, (await _journal.NoteAsync(note)).Result);
        Assert.Equal(note.Reply, (await _journal.RecallAsync(note.Request))!.Note!.Reply);
        var other = note.Request with { BodyDigest = new byte[16] };
        Assert.Equal(OutageResult.Conflict, (await _journal.RecallAsync(other))!.Result);
        Assert.Null(await _journal.RecallAsync(NoteOf(2, "bike-2").Request));
    }

    [Fact]
    public void Note_that_grants_nothing_or_has_bytes_after_it_is_no_note()
    {
        var whole = OutageNoteEncoding.Write(NoteOf(1, "bike-1"));
        Assert.NotNull(OutageNoteEncoding.Read(whole).Record);
        Assert.Throws<FormatException>(() => OutageNoteEncoding.Read((byte[])[.. whole, 0]));
        var revoke = Custody.Apply(new LedgerScene(MemberRecord.Empty), new RevokeToken(new TokenId(6), Now.AddHours(1), Actor.Member, "no"), Now).Entries.Single();
        var note = EdgeService.Fuzzing.CborNode.Parse(whole)!;
        (note.Items[^1].Content, note.Items[^1].Items) = (LedgerEncoding.Write(revoke), []);
        Assert.Throws<FormatException>(() => OutageNoteEncoding.Read(note.ToBytes()));
    }

    [Fact]
    public async Task Second_for_a_member_an_item_or_a_token_is_refused()
    {
        await _journal.NoteAsync(NoteOf(1, "bike-1") with { CountsOnce = true, Token = new TokenId(5) });
        Assert.True(_journal.HasUsedAllowance(new MemberKey(1)));
        Assert.Equal(OutageResult.AllowanceUsed, (await _journal.NoteAsync(NoteOf(1, "bike-2") with { CountsOnce = true })).Result);
        Assert.Equal(OutageResult.Noted, (await _journal.NoteAsync(NoteOf(1, "wheelchair-1"))).Result);
        Assert.Equal(OutageResult.ItemTaken, (await _journal.NoteAsync(NoteOf(2, "bike-1"))).Result);
        Assert.Equal(OutageResult.TokenUsed, (await _journal.NoteAsync(NoteOf(1, "bike-3") with { Token = new TokenId(5) })).Result);
    }

    [Fact]
    public async Task Of_many_at_once_for_one_member_one_is_noted()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(number => Task.Run(() => _journal.NoteAsync(NoteOf(9, $"bike-{number}") with { CountsOnce = true }))));
        Assert.Single(answers, answer => answer.Result == OutageResult.Noted);
        Reopen();
        Assert.Single(_journal.Pending());
    }

    [Fact]
    public async Task Settled_note_is_gone_for_good_and_ends_the_outage()
    {
        var (first, second) = (NoteOf(1, "bike-1") with { CountsOnce = true }, NoteOf(2, "bike-2"));
        await _journal.NoteAsync(first);
        await _journal.NoteAsync(second);
        await _journal.SettleAsync(first);
        Reopen();
        Assert.Equal("bike-2", Assert.Single(_journal.Pending()).Terms.Items.Single());
        Assert.False(_journal.HasUsedAllowance(new MemberKey(1)));
        await _journal.SettleAsync(second);
        Assert.True(_journal.IsQuiet);
        Assert.DoesNotContain("bike-2", File.ReadAllText(_folder.At("outage.journal")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refusal_is_there_after_a_restart_for_its_request_and_holds_nothing()
    {
        var (note, refusal) = (NoteOf(1, "bike-1"), new OutageRefusal { Request = NoteOf(1, "").Request, Member = new MemberKey(1), At = Now, Reply = [1, 2, 3] });
        Assert.Equal(OutageResult.Repeated, (await _journal.RefuseAsync(refusal)).Result);
        await _journal.NoteAsync(note);
        Reopen();
        Assert.Equal([1, 2, 3], (await _journal.RecallAsync(refusal.Request))!.Note!.Reply);
        Assert.Equal([1, 2, 3], (await _journal.RefuseAsync(refusal with { Reply = [9] })).Note!.Reply);
        Assert.Equal(OutageResult.Conflict, (await _journal.RefuseAsync(refusal with { Request = refusal.Request with { BodyDigest = new byte[16] } })).Result);
        Assert.Equal([typeof(OutageRefusal), typeof(OutageNote)], _journal.PendingOf(new MemberKey(1)).Select(record => record.GetType()));
        Assert.Single(_journal.Pending());
        Assert.Null(_journal.NotedFor(refusal.Request.Caller, refusal.Request.Method, refusal.Request.RequestId));
        Assert.Equal(new MemberKey(1), _journal.NotedFor(note.Request.Caller, note.Request.Method, note.Request.RequestId));
        await Task.WhenAll(_journal.SettleAsync(refusal), _journal.SettleAsync(note));
        Assert.True(_journal.IsQuiet);
        Reopen();
        Assert.Empty(_journal.Members());
    }

    [Fact]
    public async Task Members_wait_in_the_order_of_their_oldest()
    {
        foreach (var member in new ulong[] { 3, 1, 2, 3, 1 })
            await _journal.NoteAsync(NoteOf(member, Guid.NewGuid().ToString()));
        Assert.Equal([new MemberKey(3), new MemberKey(1), new MemberKey(2)], _journal.Members());
        Assert.Equal(2, _journal.PendingOf(new MemberKey(3)).Count);
        Assert.Empty(_journal.PendingOf(new MemberKey(4)));
    }

    private void Reopen()
    {
        _journal.Dispose();
        _journal = OutageJournal.Open(_folder.At("outage.journal"));
    }

    private static OutageNote NoteOf(ulong member, string item) => new()
    {
        Request = new LedgerRequest("urn:perks:terminal:citybike:park:dock", "BeginGrant", Guid.NewGuid(), Guid.NewGuid().ToByteArray()),
        Member = new MemberKey(member),
        At = Now,
        Terms = new GrantTerms { PerkCode = 1, PerkId = "bike.deposit-free", PartnerId = "citybike", VenueId = "park", TerminalId = "dock", Items = [item], NeedsHandover = true },
        Actor = Actor.Terminal("park", "dock"),
        Reply = Guid.NewGuid().ToByteArray(),
    };
}
