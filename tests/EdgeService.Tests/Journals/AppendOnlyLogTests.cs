using System.Text;
using EdgeService.Building.Journals;
using EdgeService.Tests.Hosting;

namespace EdgeService.Tests.Journals;

public sealed class AppendOnlyLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.At("changes", "changes.log");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void File_that_ends_within_a_changed_header_is_damaged()
    {
        Append(["one"]);
        File.WriteAllBytes(Path, [.. File.ReadAllBytes(Path)[..8], 9, 0]);
        Assert.Equal(0, Assert.Throws<JournalDamagedException>(Replay).Offset);
    }

    [Fact]
    public void Checksum_is_Castagnolis() => Assert.Equal(0xE3069283u, Crc32C.Of("123456789"u8));

    [Fact]
    public void What_was_appended_is_replayed_in_order()
    {
        Append(["one", ""], ["three"], ["four", "five", "six"]);
        Append(["seven"]);
        Assert.Equal(["one", "", "three", "four", "five", "six", "seven"], Replay());
    }

    [Fact]
    public void File_is_its_owners_alone()
    {
        Append(["one"]);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path));
    }

    [Fact]
    public void Second_opener_is_turned_away_and_told_what_to_do()
    {
        using (AppendOnlyLog.Open(Path, _ => { }))
        {
            var held = Assert.Throws<JournalHeldException>(() => AppendOnlyLog.Open(Path, _ => { }));
            Assert.Contains(Path, held.Message, StringComparison.Ordinal);
            Assert.Contains("folder of its own", held.Message, StringComparison.Ordinal);
        }

        Assert.Empty(Replay());
    }

    [Fact]
    public void Lock_that_cannot_be_opened_is_not_said_to_be_somebody_elses()
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        File.CreateSymbolicLink(Path + ".lock", Path + ".lock");
        Assert.IsNotType<JournalHeldException>(Assert.ThrowsAny<IOException>(() => AppendOnlyLog.Open(Path, _ => { })));
    }

    [Fact]
    public void Tail_torn_at_any_length_is_cut_and_nothing_before_it()
    {
        Append(["one", "two"], ["three"]);
        var before = File.ReadAllBytes(Path);
        Append(["four", "five and a half"]);
        var whole = File.ReadAllBytes(Path);
        for (var length = before.Length; length < whole.Length; length++)
        {
            File.WriteAllBytes(Path, whole[..length]);
            Assert.Equal(["one", "two", "three"], Replay());
            Assert.Equal(before, File.ReadAllBytes(Path));
        }

        Append(["four"]);
        Assert.Equal(["one", "two", "three", "four"], Replay());
    }

    [Fact]
    public void File_torn_while_it_was_made_is_made_anew()
    {
        Append(["one"]);
        var whole = File.ReadAllBytes(Path);
        for (var length = 0; length <= JournalHeader.Bytes; length++)
        {
            File.WriteAllBytes(Path, whole[..length]);
            Assert.Empty(Replay());
            File.WriteAllBytes(Path, new byte[length]);
            Assert.Empty(Replay());
        }
    }

    [Fact]
    public void Last_frame_with_a_sector_that_never_reached_the_disk_is_cut()
    {
        var filler = new string('x', 3000);
        Append(["one"]);
        var end = File.ReadAllBytes(Path).Length;
        Append([filler]);
        var whole = File.ReadAllBytes(Path);
        for (var sector = 512; sector + 512 < whole.Length; sector += 512)
        {
            var torn = (byte[])whole.Clone();
            torn.AsSpan(Math.Max(sector, end), 512).Clear();
            File.WriteAllBytes(Path, torn);
            Assert.Equal(["one"], Replay());
        }

        // The header's own sector: nothing says how long the frame was meant to be.
        File.WriteAllBytes(Path, [.. whole[..end], .. new byte[whole.Length - end]]);
        Assert.Equal(["one"], Replay());
    }

    [Fact]
    public void Every_flipped_bit_is_damage_and_changes_nothing()
    {
        Append(["one", "two"], ["three"], ["four"]);
        var whole = File.ReadAllBytes(Path);
        for (var bit = 0; bit < whole.Length * 8; bit++)
        {
            var flipped = (byte[])whole.Clone();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            File.WriteAllBytes(Path, flipped);
            var damage = Assert.Throws<JournalDamagedException>(Replay);
            Assert.InRange(damage.Offset, 0, bit / 8);
            Assert.Contains($"at byte {damage.Offset}", damage.Message, StringComparison.Ordinal);
            Assert.Equal(flipped, File.ReadAllBytes(Path));
        }
    }

    [Fact]
    public void Zeros_before_an_acknowledged_frame_are_damage_not_a_torn_tail()
    {
        Append([new string('x', 3000)], ["last"]);
        var bytes = File.ReadAllBytes(Path);
        bytes.AsSpan(JournalHeader.Bytes, 1024).Clear();
        File.WriteAllBytes(Path, bytes);
        Assert.Equal(JournalHeader.Bytes, Assert.Throws<JournalDamagedException>(Replay).Offset);
    }

    [Fact]
    public void Frame_taken_out_of_the_middle_is_damage()
    {
        Append(["one"], ["two"], ["six"]);
        var bytes = File.ReadAllBytes(Path);
        var frame = (bytes.Length - JournalHeader.Bytes) / 3;
        File.WriteAllBytes(Path, [.. bytes[..(JournalHeader.Bytes + frame)], .. bytes[^frame..]]);
        Assert.Equal(JournalHeader.Bytes + frame, Assert.Throws<JournalDamagedException>(Replay).Offset);
    }

    [Theory]
    [InlineData("not a journal at all, but long enough")]
    [InlineData("PERKLOG")]
    public void Another_file_is_refused(string text)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        var bytes = Encoding.ASCII.GetBytes(text.PadRight(40));
        File.WriteAllBytes(Path, bytes);
        Assert.Throws<JournalDamagedException>(Replay);
        Assert.Equal(bytes, File.ReadAllBytes(Path));
    }

    [Fact]
    public void Replaced_file_holds_the_new_records_and_takes_more()
    {
        using (var log = AppendOnlyLog.Open(Path, _ => { }))
        {
            log.Append(Records("one", "two"));
            log.Replace(Records("two"));
            log.Append(Records("three"));
        }

        Assert.Equal(["two", "three"], Replay());
        Assert.False(File.Exists(Path + ".new"));
    }

    [Fact]
    public void Replacement_left_half_by_a_crash_is_thrown_away()
    {
        Append(["one"]);
        File.WriteAllText(Path + ".new", "PERKLOG");
        Assert.Equal(["one"], Replay());
        Assert.False(File.Exists(Path + ".new"));
    }

    [Fact]
    public void Records_too_large_for_a_frame_are_refused_and_nothing_is_written()
    {
        using (var log = AppendOnlyLog.Open(Path, _ => { }))
            Assert.Throws<ArgumentException>(() => log.Append([new byte[JournalFrame.MaxPayloadBytes]]));
        Assert.Empty(Replay());
    }

    [FactNeedsSmallDisk]
    public void Full_disk_cuts_back_and_goes_on_when_there_is_room()
    {
        using var disk = new SmallDisk(64);
        var path = disk.At("changes.log");
        using (var log = AppendOnlyLog.Open(path, _ => { }))
        {
            log.Append(Records("one"));
            var length = new FileInfo(path).Length;
            using (disk.Fill())
            {
                Assert.Throws<IOException>(() => log.Append([new byte[20_000]]));
                Assert.Equal(length, new FileInfo(path).Length);
                Assert.Throws<IOException>(() => log.Replace([new byte[20_000]]));
                Assert.False(File.Exists(path + ".new"));
            }

            log.Append(Records("two"));
        }

        var records = new List<string>();
        AppendOnlyLog.Open(path, record => records.Add(Encoding.UTF8.GetString(record.Span))).Dispose();
        Assert.Equal(["one", "two"], records);
    }

    private static ReadOnlyMemory<byte>[] Records(params string[] texts) =>
        [.. texts.Select(text => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(text))];

    private void Append(params string[][] batches)
    {
        using var log = AppendOnlyLog.Open(Path, _ => { });
        foreach (var batch in batches)
            log.Append(Records(batch));
    }

    private List<string> Replay()
    {
        var records = new List<string>();
        AppendOnlyLog.Open(Path, record => records.Add(Encoding.UTF8.GetString(record.Span))).Dispose();
        return records;
    }
}
