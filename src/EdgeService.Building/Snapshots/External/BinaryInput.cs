using EdgeService.Building.Csv;
using EdgeService.Building.Files;
using EdgeService.Building.Population;

namespace EdgeService.Building.Snapshots.External;

/// <summary>The binary form of a population, read by several threads at once, each its own stretch.</summary>
internal sealed class BinaryInput(PopulationSource source, int threads) : IBuildInput
{
    private const long FewRecords = 1 << 16;

    private long? _records;

    public string EnrolledName => source.Name;

    public string? ScoresName => null;

    public long EstimatedRows => _records ??= CountRecords();

    public long EstimatedMembers => EstimatedRows;

    public BuildTables Read(RowSpill<MemberRow> enrolled, RowSpill<MemberRow> scores, Replacements replacements, InputFaults faults, BuildOptions options)
    {
        var tables = new StandingTables();
        PopulationHead? head;
        using (var input = source.Open())
        {
            head = PopulationFile.ReadHead(input, source.Name, tables, faults);
        }

        if (head is not { } found)
        {
            return new BuildTables(tables, new long[tables.ConsentSets.Count]);
        }

        var phase = new PhaseCount(options, "reading", found.Count * PopulationFile.RecordBytes, "bytes");
        var stretches = found.Count < FewRecords ? 1 : threads;
        var readings = Enumerable.Range(0, stretches).Select(_ => new Reading(tables, enrolled.NewLane(), replacements, source.Name)).ToArray();
        Parallel.For(0, stretches, number =>
        {
            using var input = new WatchedStream(source.Open(), phase.Add);
            PopulationFile.ReadRecords(input, found, StartOf(number), StartOf(number + 1), readings[number].Take);
        });
        foreach (var reading in readings)
        {
            faults.Add(reading.Faults);
        }

        return new BuildTables(tables, ConsentCounting.Sum(readings.Select(reading => reading.Consents), tables.ConsentSets.Count));

        long StartOf(int number) => 1 + (found.Count * number / stretches);
    }

    public void ReadAgain(RowSink enrolled, RowSink scores)
    {
        using var input = source.Open();
        if (PopulationFile.ReadHead(input, source.Name, new StandingTables(), new InputFaults()) is { } head)
        {
            PopulationFile.ReadRecords(input, head, 1, head.Count + 1, enrolled);
        }
    }

    private long CountRecords()
    {
        using var input = source.Open();
        return input.Length / PopulationFile.RecordBytes;
    }

    /// <summary>One thread's part of the reading.</summary>
    private sealed class Reading(StandingTables tables, RowLane<MemberRow> lane, Replacements replacements, string source)
    {
        private readonly int _sets = tables.ConsentSets.Count;
        private readonly int _dated = tables.Dated.Count;

        public InputFaults Faults { get; } = new();

        public ConsentCounting Consents { get; } = new();

        public void Take(in MemberRow row, long number)
        {
            var facts = new MemberFacts(row.Facts);
            if (!facts.HasValidScore || facts.ConsentIndex >= _sets || facts.DatedIndex >= _dated)
            {
                Faults.Add(source, number, "score, consent set or dated facts out of range");
                return;
            }

            Consents.Count(row.Facts);
            lane.Add(row with { Tag = replacements.Enter(row.Tag) });
        }
    }
}
