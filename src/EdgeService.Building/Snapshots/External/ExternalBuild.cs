using System.Diagnostics;
using System.Runtime.ExceptionServices;
using EdgeService.Building.Csv;
using EdgeService.Building.Files;
using EdgeService.Core.Members;
using EdgeService.Core.Snapshots;

namespace EdgeService.Building.Snapshots.External;

/// <summary>One build, in memory that does not grow with the number of members.</summary>
/// <remarks>
/// 1. The input is read once and parted by the first bits of the keys; 2. part by part it is sorted, joined and written; 3. what is
/// repeated is looked up in the input once more: duplicates are faults, and for members whose keys collide the build begins anew with a key
/// of their own.
/// </remarks>
internal sealed class ExternalBuild
{
    /// <summary>A part that is so much larger than its share holds no hashed keys, and would not fit into memory.</summary>
    private const int MostShares = 4;
    private const long SmallPart = 4 << 20;

    private static readonly int Threads = Math.Clamp(Environment.ProcessorCount, 1, 4);

    private readonly IBuildInput _input;
    private readonly string? _path;
    private readonly SnapshotHeading _heading;
    private readonly SnapshotSigner? _signer;
    private readonly BuildOptions _options;
    private readonly string _folder;
    private readonly long _started = Stopwatch.GetTimestamp();

    /// <param name="input">Rows of members.</param>
    /// <param name="path">The file to make; null only checks the input.</param>
    /// <param name="heading">What the file says of itself.</param>
    /// <param name="signer">Null leaves the file unsigned.</param>
    /// <param name="options">How to go about it.</param>
    public ExternalBuild(IBuildInput input, string? path, SnapshotHeading heading, SnapshotSigner? signer, BuildOptions options)
    {
        _input = input;
        _path = path;
        _heading = heading;
        _signer = signer;
        _options = options;
        _folder = options.TemporaryFolder ?? (path is null ? Path.GetTempPath() : Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    /// <exception cref="DiskFullException">There is not enough room.</exception>
    /// <exception cref="IOException">A file cannot be read or written, or is there already.</exception>
    public BuildOutcome Run()
    {
        if (_path is not null)
        {
            PartFile.RefuseExisting(_path, _options.Overwrite);
        }

        var space = new BuildSpace(_input, _path, _folder, _options);
        space.Check();
        try
        {
            return RunChecked();
        }
        catch (AggregateException several) when (several.Flatten().InnerExceptions is [IOException full, ..] && DiskSpace.IsExhausted(full))
        {
            throw space.Exhausted(full);
        }
        catch (AggregateException several)
        {
            ExceptionDispatchInfo.Throw(several.Flatten().InnerExceptions[0]);
            throw;
        }
        catch (IOException full) when (DiskSpace.IsExhausted(full))
        {
            throw space.Exhausted(full);
        }
    }

    private BuildOutcome RunChecked()
    {
        var replacements = _options.Replacements;
        while (true)
        {
            var outcome = Attempt(replacements, out var colliding);
            if (outcome is not null)
            {
                return outcome;
            }

            replacements = replacements.With(colliding);
        }
    }

    /// <summary>Null when members collide, who need keys of their own first.</summary>
    private BuildOutcome? Attempt(Replacements replacements, out IReadOnlyList<MemberTag> colliding)
    {
        var faults = new InputFaults();
        colliding = [];
        using var enrolled = new RowSpill<MemberRow>(_folder, _options.RowsInMemory / 2);
        using var scores = new RowSpill<MemberRow>(_folder, _options.RowsInMemory / 2);
        var tables = _input.Read(enrolled, scores, replacements, faults, _options);
        using var aliases = _options.Aliases is { } source ? AliasSorting.Read(source, replacements, faults, _folder, _options.RowsInMemory) : null;
        if (HasOversizedPart(enrolled, _input.EnrolledName, faults) | HasOversizedPart(scores, _input.ScoresName, faults))
        {
            return Refused(faults);
        }

        var split = KeySplit.ForCount(enrolled.Count);
        using var part = _path is null || !faults.None ? null : PartFile.Begin(_path, _options.Overwrite);
        using var writing = part is null
            ? null
            : new SnapshotWriting(part.Stream, enrolled.Count, split, tables.Tables, ConsentPlacing.Of(tables.ConsentCounts), _folder);
        var sorted = Sort(enrolled, scores, split, writing, aliases);
        if (!sorted.RepeatedMembers.None || !sorted.RepeatedScores.None)
        {
            colliding = new RepeatSearch(_input, replacements, split, faults).Run(sorted.RepeatedMembers, sorted.RepeatedScores);
        }

        if (colliding.Count == 0)
        {
            aliases?.FindDoubled(faults);
        }

        if (!faults.None)
        {
            return Refused(faults);
        }

        if (colliding.Count > 0)
        {
            return null;
        }

        if (!sorted.RepeatedMembers.None || !sorted.RepeatedScores.None)
        {
            throw new IOException("The input was changed while it was read. Nothing was made; build again.");
        }

        writing?.Finish(_heading, replacements, _signer, aliases is null ? null : aliases.Write);
        part?.Commit();
        return new(Report(enrolled.Count, scores.Count, sorted.Scored, replacements, aliases), []);
    }

    private Sorted Sort(
        RowSpill<MemberRow> enrolled, RowSpill<MemberRow> scores, KeySplit split, SnapshotWriting? writing, AliasSorting? aliases)
    {
        var phase = new PhaseCount(_options, writing is null ? "checking" : "sorting and writing", enrolled.Count, "members");
        var sorted = new Sorted();
        new PartPipeline(enrolled, _input.ScoresName is null ? null : scores, split, Threads).Run(part =>
        {
            sorted.RepeatedMembers.Add(part.RepeatedMembers);
            sorted.RepeatedScores.Add(part.RepeatedScores);
            sorted.Scored += part.Scored;
            writing?.Add(part.Members);
            aliases?.Join(part.Members);
            phase.Add(part.Members.Length);
        });
        return sorted;
    }

    private static bool HasOversizedPart(RowSpill<MemberRow> spill, string? source, InputFaults faults)
    {
        var limit = Math.Max(SmallPart, spill.Count / RowParts.Count * MostShares);
        var largest = Enumerable.Range(0, RowParts.Count).Max(spill.CountOf);
        if (largest > limit)
        {
            faults.Add(
                source!,
                0,
                $"{largest} of {spill.Count} lines are of members whose keys begin alike: the same members over and over, or keys that are no hashes");
        }

        return largest > limit;
    }

    private static BuildOutcome Refused(InputFaults faults) => new(null, faults.Sorted(), faults.NotListed);

    private BuildReport Report(long members, long scores, long scored, Replacements replacements, AliasSorting? aliases) => new(
        _heading.Revision,
        members,
        NotEnrolled: scores - scored,
        WithoutHistory: _input.ScoresName is null ? 0 : members - scored,
        _path is null ? 0 : new FileInfo(_path).Length)
    {
        Replacements = replacements.Count,
        Aliases = aliases?.Count ?? 0,
        AliasesLeftOut = aliases is null ? 0 : aliases.Lines - aliases.Joined,
        Elapsed = Stopwatch.GetElapsedTime(_started),
    };

    /// <summary>What all parts together yielded.</summary>
    private sealed class Sorted
    {
        public Repeats RepeatedMembers { get; } = new();

        public Repeats RepeatedScores { get; } = new();

        public long Scored { get; set; }
    }
}
