using EdgeService.Building.Journals;
using EdgeService.Client;
using EdgeService.Tests.Hosting;
using Perks.Edge.V1;

namespace EdgeService.Tests.Client;

public sealed class OfflineJournalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Place => _folder.At("terminal.journal");

    [Fact]
    public void Claims_are_numbered_on_over_a_restart_and_over_what_was_settled()
    {
        using (var journal = OfflineJournal.Open(Place))
        {
            Assert.Equal(1, journal.Note(Claim("A")).Sequence);
            Assert.Equal(2, journal.Note(Claim("B")).Sequence);
            journal.Settle(1);
        }

        using (var journal = OfflineJournal.Open(Place))
        {
            Assert.Equal("B", Assert.Single(journal.Pending()).Comeback.ItemRef);
            journal.Settle(2);
        }

        using var again = OfflineJournal.Open(Place);
        Assert.Empty(again.Pending());
        Assert.Equal(3, again.Note(Claim("C")).Sequence);
    }

    [Fact]
    public async Task Claim_that_the_service_could_not_take_in_waits_whatever_position_it_tells()
    {
        using var journal = OfflineJournal.Open(Place);
        foreach (var item in new[] { "A", "B", "C" })
            journal.Note(Claim(item));
        var answer = new ReportOfflineClaimsResponse
        {
            ProcessedThroughSequence = 500,
            Results =
            {
                new OfflineClaimResult { Sequence = 1, Outcome = ClaimOutcome.Settled },
                new OfflineClaimResult { Sequence = 2, Outcome = ClaimOutcome.Faulty, Fault = new Fault { Reason = ErrorReason.LedgerUnavailable } },
            },
        };

        var settled = await journal.UploadAsync((_, _) => Task.FromResult(answer), default);

        Assert.Equal([1], settled.Select(result => result.Sequence));
        Assert.Equal(["B", "C"], journal.Pending().Select(claim => claim.Comeback.ItemRef));
    }

    [Fact]
    public void Settled_claim_leaves_no_trace_in_the_file()
    {
        using var journal = OfflineJournal.Open(Place);
        journal.Note(Claim("SECRET-ITEM"));
        journal.Note(Claim("KEPT-ITEM"));
        journal.Settle(1);
        var bytes = System.Text.Encoding.Latin1.GetString(ReadShared());
        Assert.DoesNotContain("SECRET-ITEM", bytes);
        Assert.Contains("KEPT-ITEM", bytes);
    }

    [Fact]
    public void Power_cut_at_any_byte_loses_nothing_that_was_noted()
    {
        var lengths = new List<long>();
        using (var journal = OfflineJournal.Open(Place))
        {
            for (var i = 0; i < 5; i++)
            {
                journal.Note(Claim($"item-{i}"));
                lengths.Add(new FileInfo(Place).Length);
            }
        }

        var whole = File.ReadAllBytes(Place);
        for (var cut = (int)lengths[0]; cut <= whole.Length; cut++)
        {
            var copy = _folder.At($"cut-{cut}.journal");
            File.WriteAllBytes(copy, whole[..cut]);
            using var journal = OfflineJournal.Open(copy);
            Assert.Equal(lengths.Count(length => length <= cut), journal.Count);
            Assert.Equal(journal.Count + 1, journal.Note(Claim("next")).Sequence);
        }
    }

    [Fact]
    public void File_damaged_in_its_middle_is_not_opened_and_not_changed()
    {
        using (var journal = OfflineJournal.Open(Place))
        {
            journal.Note(Claim("A"));
            journal.Note(Claim("B"));
        }

        var bytes = File.ReadAllBytes(Place);
        bytes[40] ^= 1;
        File.WriteAllBytes(Place, bytes);
        Assert.Throws<JournalDamagedException>(() => OfflineJournal.Open(Place));
        Assert.Equal(bytes, File.ReadAllBytes(Place));
    }

    [Fact]
    public async Task Upload_takes_out_only_what_was_answered_for()
    {
        using var journal = OfflineJournal.Open(Place);
        for (var i = 0; i < 3; i++)
            journal.Note(Claim($"item-{i}"));
        var results = await journal.UploadAsync(
            (claims, _) => Task.FromResult(new ReportOfflineClaimsResponse
            {
                Results = { claims.Take(2).Select(claim => new OfflineClaimResult { Sequence = claim.Sequence, Outcome = ClaimOutcome.Settled }) },
                ProcessedThroughSequence = 1,
            }),
            CancellationToken.None);
        Assert.Equal([1L], results.Select(result => result.Sequence));
        Assert.Equal([2L, 3L], journal.Pending().Select(claim => claim.Sequence));
    }

    public void Dispose() => _folder.Dispose();

    private static ReportOfflineClaimsRequest Claim(string item) =>
        new() { RequestId = Guid.NewGuid().ToString(), Comeback = new OfflineReturn { ItemRef = item } };

    private byte[] ReadShared()
    {
        using var file = new FileStream(Place, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var copy = new MemoryStream();
        file.CopyTo(copy);
        return copy.ToArray();
    }
}
