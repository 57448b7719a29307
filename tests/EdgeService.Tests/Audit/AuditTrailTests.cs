using EdgeService.Audit;
using EdgeService.Building.Audit;
using EdgeService.Building.Journals;
using EdgeService.Tests.Journals;

namespace EdgeService.Tests.Audit;

public sealed class AuditTrailTests : IDisposable
{
    private readonly TrialLog _log = new();

    public void Dispose() => _log.Dispose();

    [Fact]
    public void Line_has_who_what_when_and_is_on_disk_when_recorded()
    {
        using var trail = _log.Open();
        trail.Record(TrialLog.Operator, "perks.admin.v1.SnapshotService/RollBack", "snapshot:42", AuditEntry.Done, "0HN7:1");
        var line = Assert.Single(_log.Lines());
        Assert.Equal(new AuditEntry(_log.Clock.Now, TrialLog.Operator, "perks.admin.v1.SnapshotService/RollBack", "snapshot:42", AuditEntry.Done, "0HN7:1"), line.Entry);
        Assert.Equal((1L, AuditLine.NoHash), (line.Sequence, line.Previous));
        Assert.EndsWith("2026-11-27.jsonl", Assert.Single(_log.Files), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_log.Files[0]));
    }

    [Fact]
    public void Chain_goes_on_over_restarts_days_and_a_clock_that_goes_back()
    {
        _log.Fill(days: 2);
        _log.Clock.Now -= TimeSpan.FromDays(10);
        _log.Fill(days: 1);
        Assert.Equal(2, _log.Files.Count);
        Assert.Equal(Enumerable.Range(1, 15).Select(number => (long)number), _log.Lines().Select(line => line.Sequence));
        Assert.Empty(_log.Verify().Faults);
    }

    [Fact]
    public void Texts_of_any_length_and_letter_stay_one_short_line()
    {
        using (var trail = _log.Open())
            trail.Record(new string('\u0001', 9000), "a\nb", "\"},\"hash\":\"", new string('漢', 500), "\ud800");
        Assert.True(new FileInfo(_log.Files[0]).Length < AuditLine.MaxBytes);
        Assert.Empty(_log.Verify().Faults);
    }

    [Fact]
    public void Second_process_is_turned_away()
    {
        using var first = _log.Open();
        Assert.Throws<JournalHeldException>(_log.Open);
    }

    [Fact]
    public void Line_torn_at_any_byte_is_repaired_with_a_line_that_says_so()
    {
        _log.Fill(aDay: 3, days: 1);
        var file = _log.Files[0];
        var whole = File.ReadAllBytes(file);
        var head = Path.Combine(_log.Folder, AuditCheckpoint.FileName);
        var before = File.ReadAllLines(head)[0];
        using (var trail = _log.Open())
            TrialLog.Act(trail, "snapshot:torn");
        var longer = File.ReadAllBytes(_log.Files[^1]);
        File.Delete(_log.Files[^1]);
        for (var kept = 1; kept < longer.Length; kept++)
        {
            File.WriteAllBytes(file, [.. whole, .. longer[..kept]]);
            File.WriteAllText(head, before);
            Assert.Contains(_log.Verify().Faults, fault => fault.Kind == AuditFaultKind.Torn);
            _log.Open().Dispose();
            Assert.Empty(_log.Verify().Faults);
            var said = _log.Lines()[^1];
            Assert.Equal((4L, "audit.repaired"), (said.Sequence, said.Entry.Act));
            Assert.StartsWith($"{kept} bytes of a torn line", said.Entry.Subject, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Tail_that_was_cut_off_is_said_and_its_numbers_are_not_given_out_again()
    {
        _log.Fill(aDay: 5, days: 1);
        TrialLog.Edit(_log.Files[0], lines => lines.SkipLast(2));
        _log.Open().Dispose();
        var said = _log.Lines()[^1];
        Assert.Equal((6L, "audit.damaged", "lines 4 to 5 are missing"), (said.Sequence, said.Entry.Act, said.Entry.Subject));
        Assert.Equal(AuditFaultKind.Removed, Assert.Single(_log.Verify().Faults).Kind);
    }

    [Fact]
    public void Lines_of_others_at_the_end_stay_and_are_said()
    {
        _log.Fill(aDay: 2, days: 1);
        File.AppendAllText(_log.Files[0], "{\"seq\":3}\n");
        _log.Open().Dispose();
        Assert.Equal("audit.damaged", AuditLine.Read(AuditScan.Lines(_log.Files[^1]).Last().Bytes.Span)!.Entry.Act);
        Assert.Equal(AuditFaultKind.Inserted, Assert.Single(_log.Verify().Faults).Kind);
    }

    [Fact]
    public void Hundred_thousand_refusals_in_a_minute_are_a_few_lines()
    {
        using (var trail = _log.Open())
        {
            Parallel.For(0, 100_000, number => trail.Refused($"urn:perks:terminal:p:v:t-{number % 1000}", "perks.admin.v1.LedgerService/GetGrant", "METHOD_NOT_ALLOWED", "0HN"));
            trail.Flush();
            _log.Clock.Now += TimeSpan.FromMinutes(1);
            trail.Flush();
        }

        var lines = _log.Lines();
        Assert.Equal(100_000, lines.Sum(line => long.TryParse(line.Entry.Subject.Split(' ')[0], out var more) ? more : 1));
        Assert.Equal((64 * 2) + 1, lines.Count);
        Assert.InRange(_log.Files.Sum(file => new FileInfo(file).Length), 1, 64 * 1024);
        Assert.Empty(_log.Verify().Faults);
    }

    [Fact]
    public void Strangers_crowd_out_no_refusal_of_whoever_is_known()
    {
        using (var trail = _log.Open())
        {
            for (var kind = 0; kind < 1000; kind++)
                trail.Refused(AuditTrail.Unproven, "handshake", $"cause {kind}", "", $"certificate:{kind:x16}");
            for (var kind = 0; kind < 64; kind++)
                trail.Refused("urn:perks:terminal:p:v:t", $"m{kind}", "METHOD_NOT_ALLOWED", "0HN");
            trail.Flush();
        }

        Assert.Equal((8, 64), (_log.Lines().Count(line => line.Entry.Act == "handshake"), _log.Lines().Count(line => line.Entry.Act[0] == 'm')));
    }

    [Fact]
    public void First_refusal_of_a_kind_has_a_line_at_once_and_the_others_one_together()
    {
        using (var trail = _log.Open())
        {
            for (var call = 0; call < 7; call++)
                trail.Refused("urn:perks:terminal:p:v:t", "m", "PERK_NOT_OFFERED", $"0HN{call}");
            trail.Flush();
            Assert.Single(_log.Lines());
            trail.Flush(ending: true);
        }

        Assert.Equal([("", "0HN0"), ("6 more of the same in this minute", "")], _log.Lines().Select(line => (line.Entry.Subject, line.Entry.Request)));
    }

    [Fact]
    public void Day_full_of_refusals_has_one_line_a_minute_from_then_on()
    {
        _log.Options.RefusalBytesADay = 1 << 16;
        using (var trail = _log.Open())
        {
            for (var minute = 0; minute < 200; minute++)
            {
                for (var kind = 0; kind < 500; kind++)
                    trail.Refused($"urn:{minute}:{kind}", "m", "METHOD_NOT_ALLOWED", "");
                trail.Flush();
                _log.Clock.Now += TimeSpan.FromMinutes(1);
            }

            trail.Flush(ending: true);
        }

        Assert.InRange(_log.Files.Sum(file => new FileInfo(file).Length), 1 << 16, (1 << 16) + (300 * 450) + (70 * 450));
        Assert.Equal(200 * 500, _log.Lines().Sum(line => long.TryParse(line.Entry.Subject.Split(' ')[0], out var more) ? more : 1));
    }

    [FactNeedsSmallDisk]
    public void Full_disk_refuses_acts_keeps_what_the_edge_noted_and_goes_on_when_there_is_room()
    {
        using var disk = new SmallDisk(64);
        _log.Options.Folder = disk.At("audit");
        using (var trail = _log.Open())
        {
            TrialLog.Act(trail, "snapshot:1");
            var length = new FileInfo(_log.Files[0]).Length;
            using (disk.Fill())
            {
                // The last page of the file may have room left: then a few more fit.
                var unavailable = Assert.Throws<AuditUnavailableException>(() =>
                {
                    for (var act = 0; act < 100; act++)
                        TrialLog.Act(trail, "snapshot:2");
                });
                Assert.IsAssignableFrom<IOException>(unavailable.InnerException);
                trail.Note("catalog.adopted", "catalog:7");
                trail.Refused("urn:perks:terminal:p:v:t", "m", "METHOD_NOT_ALLOWED", "");
                trail.Flush();
            }

            TrialLog.Act(trail, "snapshot:3");
            trail.Flush(ending: true);
        }

        var subjects = _log.Lines().Select(line => line.Entry.Subject).ToList();
        Assert.Equal(["catalog:7", "snapshot:3"], subjects.Where(subject => subject is "catalog:7" or "snapshot:3"));
        Assert.Contains(_log.Lines(), line => line.Entry.Outcome.StartsWith("REFUSED", StringComparison.Ordinal));
        Assert.Empty(_log.Verify().Faults);
    }
}
