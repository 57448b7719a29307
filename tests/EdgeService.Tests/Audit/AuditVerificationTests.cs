using System.Security.Cryptography;
using EdgeService.Building.Audit;
using Kind = EdgeService.Building.Audit.AuditFaultKind;

namespace EdgeService.Tests.Audit;

public sealed class AuditVerificationTests : IDisposable
{
    private readonly TrialLog _log = new();

    public void Dispose() => _log.Dispose();

    [Fact]
    public void Log_as_it_was_written_is_whole()
    {
        _log.Fill();
        var report = _log.Verify();
        Assert.Empty(report.Faults);
        Assert.Equal((3, 15L, 15L), (report.Files, report.Lines, report.Last!.Sequence));
    }

    /// <summary>Each kind of tampering, and what it is called with the place.</summary>
    public static TheoryData<string, Kind, int, int> Tampering => new()
    {
        { "change a word", Kind.Changed, 1, 3 },
        { "change and hash anew without the key", Kind.Changed, 1, 3 },
        { "remove a line", Kind.Removed, 1, 3 },
        { "remove three lines", Kind.Removed, 1, 2 },
        { "remove the first of all", Kind.Removed, 0, 1 },
        { "insert a line", Kind.Inserted, 1, 3 },
        { "repeat a line", Kind.OutOfPlace, 1, 4 },
        { "swap two lines", Kind.OutOfPlace, 1, 4 },
        { "move a line to another file", Kind.OutOfPlace, 2, 6 },
        { "remove a file between", Kind.Removed, 1, 1 },
        { "cut the last line", Kind.Truncated, -1, 0 },
        { "cut the last file", Kind.Truncated, -1, 0 },
        { "cut half of the last line", Kind.Torn, 2, 5 },
        { "remove the checkpoint", Kind.Checkpoint, -1, 0 },
        { "change the checkpoint", Kind.Checkpoint, -1, 0 },
        { "rename a file", Kind.StrangeFile, -2, 0 },
        { "a line of another log", Kind.OtherHistory, 1, 3 },
    };

    [Theory]
    [MemberData(nameof(Tampering))]
    public void Every_kind_of_tampering_is_found_by_its_name_and_place(string how, Kind kind, int file, int line)
    {
        _log.Fill();
        var names = _log.Files.Select(Path.GetFileName).ToList();
        Tamper(how);
        var faults = _log.Verify().Faults;
        var place = file switch { -1 => AuditCheckpoint.FileName, -2 => "renamed.jsonl", _ => how == "remove a file between" ? names[2] : names[file] };
        Assert.Contains(faults, fault => fault.Kind == kind && fault.File == place && fault.Line == line);
    }

    [Fact]
    public void All_faults_are_found_not_only_the_first()
    {
        _log.Fill(aDay: 20);
        TrialLog.Edit(_log.Files[0], lines => lines.Select((line, at) => at is 3 or 11 ? line.Replace("anna", "otto", StringComparison.Ordinal) : line));
        TrialLog.Edit(_log.Files[1], lines => lines.Where((_, at) => at is not (5 or 6 or 9)));
        TrialLog.Edit(_log.Files[2], lines => [.. lines[..4], lines[5], lines[4], .. lines[6..]]);
        var faults = _log.Verify().Faults;
        Assert.Equal(2, faults.Count(fault => fault.Kind == Kind.Changed));
        Assert.Equal(["lines 26 to 27 are missing before this one", "line 30 is missing before this one"], faults.Where(fault => fault.Kind == Kind.Removed).Select(fault => fault.Message));
        Assert.Single(faults, fault => fault.Kind == Kind.OutOfPlace);
        Assert.Equal(5, faults.Count);
    }

    [Fact]
    public void Any_flip_of_any_byte_any_removed_line_and_any_swap_is_found()
    {
        _log.Fill(aDay: 4);
        foreach (var file in _log.Files)
        {
            var whole = File.ReadAllBytes(file);
            for (var at = 0; at < whole.Length; at++)
            {
                var flipped = (byte[])whole.Clone();
                flipped[at] ^= (byte)(1 << (at % 8));
                AssertFound(file, flipped, $"bit {at % 8} of byte {at}");
            }

            var lines = File.ReadAllLines(file);
            for (var one = 0; one < lines.Length; one++)
            {
                AssertFound(file, Bytes(lines.Where((_, at) => at != one)), $"removed line {one}");
                for (var other = one + 1; other < lines.Length; other++)
                    AssertFound(file, Bytes(lines.Select((line, at) => at == one ? lines[other] : at == other ? lines[one] : line)), $"swapped {one} and {other}");
            }

            File.WriteAllBytes(file, whole);
        }

        Assert.Empty(_log.Verify().Faults);
    }

    [Fact]
    public void Random_edits_of_random_bytes_are_found()
    {
        _log.Fill(aDay: 6);
        var random = new Random(20261127);
        for (var round = 0; round < 500; round++)
        {
            var file = _log.Files[random.Next(3)];
            var whole = File.ReadAllBytes(file);
            var (from, length) = (random.Next(whole.Length), 1 + random.Next(40));
            var until = Math.Min(whole.Length, from + length);
            var patch = new byte[random.Next(3) == 0 ? 0 : random.Next(60)];
            random.NextBytes(patch);
            byte[] edited = [.. whole[..from], .. patch, .. whole[until..]];
            if (!edited.AsSpan().SequenceEqual(whole))
                AssertFound(file, edited, $"round {round}");
            File.WriteAllBytes(file, whole);
        }
    }

    [Fact]
    public void Log_put_back_to_an_older_moment_is_found_by_a_checkpoint_kept_elsewhere()
    {
        _log.Fill(days: 1);
        var older = Directory.GetFiles(_log.Folder).ToDictionary(path => path, File.ReadAllBytes);
        _log.Fill(days: 1);
        var known = _log.Verify().Last!;
        foreach (var path in Directory.GetFiles(_log.Folder))
            File.Delete(path);
        foreach (var (path, bytes) in older)
            File.WriteAllBytes(path, bytes);
        Assert.Empty(_log.Verify().Faults);
        Assert.Equal(Kind.Truncated, Assert.Single(_log.Verify(null, known).Faults).Kind);
    }

    [Fact]
    public void What_follows_older_files_that_were_put_elsewhere_is_verified_from_their_last_line()
    {
        _log.Fill();
        var last = _log.Lines()[4];
        File.Delete(_log.Files[0]);
        Assert.NotEmpty(_log.Verify().Faults);
        Assert.Empty(_log.Verify(new AuditCheckpoint(last.Sequence, last.Hash)).Faults);
        Assert.Equal(Kind.OtherHistory, Assert.Single(_log.Verify(new AuditCheckpoint(last.Sequence, AuditLine.NoHash)).Faults).Kind);
    }

    [Fact]
    public void Another_secret_reads_none_of_it()
    {
        _log.Fill();
        var report = AuditVerification.Run(_log.Folder, AuditKey.Of(RandomNumberGenerator.GetBytes(32)));
        Assert.Equal(0, report.Lines);
        Assert.Equal(16, report.Faults.Count);
    }

    private void AssertFound(string file, byte[] bytes, string what)
    {
        File.WriteAllBytes(file, bytes);
        Assert.True(_log.Verify().Faults.Count > 0, $"{Path.GetFileName(file)}: {what}");
    }

    private static byte[] Bytes(IEnumerable<string> lines) => System.Text.Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n")));

    private void Tamper(string how)
    {
        var (files, head) = (_log.Files, Path.Combine(_log.Folder, AuditCheckpoint.FileName));
        switch (how)
        {
            case "change a word": TrialLog.Edit(files[1], lines => lines.Select((line, at) => at == 2 ? line.Replace("DONE", "NONE", StringComparison.Ordinal) : line)); break;
            case "change and hash anew without the key": TrialLog.Edit(files[1], lines => lines.Select((line, at) => at == 2 ? Rehashed(line) : line)); break;
            case "remove a line": TrialLog.Edit(files[1], lines => lines.Where((_, at) => at != 2)); break;
            case "remove three lines": TrialLog.Edit(files[1], lines => lines.Where((_, at) => at is < 1 or > 3)); break;
            case "remove the first of all": TrialLog.Edit(files[0], lines => lines.Skip(1)); break;
            case "insert a line": TrialLog.Edit(files[1], lines => [.. lines[..2], Rehashed(lines[2]), .. lines[2..]]); break;
            case "repeat a line": TrialLog.Edit(files[1], lines => [.. lines[..3], .. lines[2..]]); break;
            case "swap two lines": TrialLog.Edit(files[1], lines => [.. lines[..2], lines[3], lines[2], .. lines[4..]]); break;
            case "move a line to another file": Move(files[1], files[2]); break;
            case "remove a file between": File.Delete(files[1]); break;
            case "cut the last line": TrialLog.Edit(files[2], lines => lines.SkipLast(1)); break;
            case "cut the last file": File.Delete(files[2]); break;
            case "cut half of the last line": File.WriteAllBytes(files[2], File.ReadAllBytes(files[2])[..^80]); break;
            case "remove the checkpoint": File.Delete(head); break;
            case "change the checkpoint": File.WriteAllText(head, File.ReadAllText(head).Replace("15:", "14:", StringComparison.Ordinal)); break;
            case "rename a file": File.Move(files[1], Path.Combine(_log.Folder, "renamed.jsonl")); break;
            case "a line of another log": Transplant(files[1]); break;
            default: throw new ArgumentOutOfRangeException(nameof(how), how, null);
        }
    }

    private static void Move(string from, string to)
    {
        var moved = "";
        TrialLog.Edit(from, lines =>
        {
            moved = lines[2];
            return lines.Where(line => line != moved);
        });
        TrialLog.Edit(to, lines => lines.Append(moved));
    }

    /// <summary>Another edge of the same deployment has the same secret, and a line of the same number.</summary>
    private static void Transplant(string file)
    {
        using var other = new TrialLog();
        other.Clock.Now += TimeSpan.FromHours(1);
        other.Fill();
        var theirs = File.ReadAllLines(other.Files[1])[2];
        TrialLog.Edit(file, lines => lines.Select((line, at) => at == 2 ? theirs : line));
    }

    private static string Rehashed(string line)
    {
        var content = line[..line.IndexOf(",\"hash\"", StringComparison.Ordinal)].Replace("DONE", "NONE", StringComparison.Ordinal);
        return $"{content},\"hash\":\"{Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(content)))}\"}}";
    }
}
