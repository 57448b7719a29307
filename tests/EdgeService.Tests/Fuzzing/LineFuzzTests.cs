using System.Text;
using EdgeCtl;
using EdgeCtl.Files;
using EdgeService.Core.Grants;
using EdgeService.Core.Members;
using EdgeService.Core.Tokens;
using EdgeService.Fuzzing;
using EdgeService.Ledger;

namespace EdgeService.Tests.Fuzzing;

/// <summary>Lines of changes that operators feed in, and the notes of an outage.</summary>
[Collection(OneByOne.Name)]
public sealed class LineFuzzTests
{
    private const string Lines = """
        {"revision":"1","memberId":"demo-alice","changeTime":"2026-11-21T08:00:00Z","enrol":{"score":700,"consents":[{"scope":{"scene":"SCENE_MOBILITY","partnerId":"citybike"}}]}}
        {"revision":"2","memberId":"demo-bo","changeTime":"2026-11-21T08:00:00Z","putBan":{"sector":"SECTOR_RAILWAY","startTime":"2026-11-21T08:00:00Z"}}

        {"asOfTime":"2026-11-21T09:00:00Z"}
        """;

    [Fact]
    public void Change_lines_are_read_whole_or_refused_with_their_numbers()
    {
        var target = new FuzzTarget("change-lines", [Encoding.UTF8.GetBytes(Lines)], new TextMutation("\"score\"", "\"asOfTime\"", "\"\\ud800\"", "\"leave\":{}", "2147483648", "\"0001-01-01T00:00:00Z\"", "[[[[", "{}"), input =>
        {
            try
            {
                using var reader = new StringReader(Encoding.UTF8.GetString(input));
                var read = ChangeLines.ReadAsync(reader, "changes.jsonl", CancellationToken.None).GetAwaiter().GetResult();
                Assert.True(read.Changes.Count > 0 || read.AsOf is not null);
                return "read";
            }
            catch (UsageException refused)
            {
                Assert.StartsWith("changes.jsonl", refused.Message, StringComparison.Ordinal);
                return "refused";
            }
        })
        {
            MostBytes = 4 << 20,
        };

        Assert.True(FuzzRun.Run(target, brief: 1_000, full: 100_000).ContainsKey("refused") || FuzzLength.IsSingle);
    }

    [Fact]
    public void Note_of_an_outage_that_is_read_is_written_alike()
    {
        byte[][] seeds = [OutageNoteEncoding.Write(Note(null)), OutageNoteEncoding.Write(Note(new TokenId(5))), OutageNoteEncoding.WriteSettled(new byte[32])];
        var target = new FuzzTarget("outage-note", seeds, new AnyMutation(new CborMutation(), new CborMutation(), new ByteMutation()), input =>
        {
            try
            {
                var (note, settled) = OutageNoteEncoding.Read(input);
                var again = note is null ? OutageNoteEncoding.WriteSettled(settled!) : OutageNoteEncoding.Write(note);
                var (noteAgain, settledAgain) = OutageNoteEncoding.Read(again);
                Assert.Equal(again, noteAgain is null ? OutageNoteEncoding.WriteSettled(settledAgain!) : OutageNoteEncoding.Write(noteAgain));
                return note is null ? "settled" : "note";
            }
            catch (FormatException)
            {
                return "refused";
            }
        });

        Assert.True(FuzzRun.Run(target, brief: 4_000, full: 400_000).ContainsKey("note") || FuzzLength.IsSingle);
    }

    private static OutageNote Note(TokenId? token) => new()
    {
        Request = new LedgerRequest("urn:perks:terminal:citybike:park:dock", "BeginGrant", new Guid(1, 2, 3, [4, 5, 6, 7, 8, 9, 10, 11]), new byte[16]),
        Member = new MemberKey(7),
        At = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_123),
        Terms = new GrantTerms { PerkCode = 1, PerkId = "bike.deposit-free", PartnerId = "citybike", VenueId = "park", TerminalId = "dock", Items = ["bike-1"], NeedsHandover = true },
        Actor = Actor.Terminal("park", "dock"),
        Token = token,
        Reply = [1, 2, 3],
    };
}
