using EdgeService.Building.Snapshots;
using EdgeService.Core.Snapshots;

namespace EdgeService.Building.Csv;

/// <summary>
/// Reads who has opted in, and to what: the only source of consents. Whoever has no row is not enrolled; an empty consents field is no
/// consent.
/// </summary>
public sealed class EnrolmentCsv(StandingTables tables, MemberTagging tagging, InputFaults faults)
{
    public const string Columns = "member_id,tier,payment_line,court,consents,bans";

    private const int ColumnCount = 6;

    private readonly FieldMemory _consents = new(field =>
        Number(ConsentText.Read(field, out var problem) is { } read ? tables.AddConsents(read) : 0, problem));
    private readonly FieldMemory _bans = new(field =>
        Number(BanText.Read(field, out var problem) is { } bans ? tables.Add(new DatedFacts(bans, [])) : 0, problem));

    /// <summary>
    /// Hands on one row a good line, in their order; <see cref="MemberRow.Facts"/> are <see cref="MemberFacts"/> without a score. Bad lines
    /// go to the faults.
    /// </summary>
    public void Read(Stream input, string source, RowSink sink)
    {
        var table = new CsvTable(input, source, Columns, null, faults);
        if (!table.ReadHeader())
        {
            return;
        }

        while (table.TryNextRow(out var line))
        {
            var problems = default(LineProblems);
            var row = ReadRow(line, ref problems);
            if (problems.None)
            {
                sink(row, table.Line);
            }
            else
            {
                table.Fault(problems.ToString());
            }
        }
    }

    private MemberRow ReadRow(ReadOnlySpan<byte> line, ref LineProblems problems)
    {
        var fields = new CsvRow(line);
        var complete = fields.TryNext(out var id)
            & fields.TryNext(out var tier)
            & fields.TryNext(out var paymentLine)
            & fields.TryNext(out var court)
            & fields.TryNext(out var consents)
            & fields.TryNext(out var bans);
        if (!complete || fields.CountRest() > 0 || fields.BadQuotes)
        {
            problems.Add(fields.BadQuotes ? "quotes do not match" : $"{line.Count((byte)',') + 1} columns instead of {ColumnCount}");
            return default;
        }

        if (!MemberId.IsValid(id))
        {
            problems.Add("member_id must be 1 to 64 bytes without spaces");
        }

        var consented = tables.ConsentsOf(_consents.NumberOf(consents, ref problems));
        var facts = MemberFacts.Pack(
            ReadTier(tier, ref problems),
            ReadChoice(court, "listed"u8, "court must be none or listed", ref problems),
            ReadChoice(paymentLine, "open"u8, "payment_line must be none or open", ref problems),
            consented.Set,
            tables.Join(_bans.NumberOf(bans, ref problems), consented.Dated));
        return problems.None ? new MemberRow(tagging(id), facts.Bits) : default;
    }

    private static Tier ReadTier(ReadOnlySpan<byte> field, ref LineProblems problems)
    {
        switch (field)
        {
            case var _ when field.SequenceEqual("basic"u8): return Tier.Basic;
            case var _ when field.SequenceEqual("silver"u8): return Tier.Silver;
            case var _ when field.SequenceEqual("gold"u8): return Tier.Gold;
            case var _ when field.SequenceEqual("platinum"u8): return Tier.Platinum;
            default:
                problems.Add($"unknown tier; known are {Names.List<Tier>()}");
                return default;
        }
    }

    private static bool ReadChoice(ReadOnlySpan<byte> field, ReadOnlySpan<byte> yes, string problem, ref LineProblems problems)
    {
        var chosen = field.SequenceEqual(yes);
        if (!chosen && !field.SequenceEqual("none"u8))
        {
            problems.Add(problem);
        }

        return chosen;
    }

    private static (int Number, string Problem) Number(int number, string problem) => (number, problem);
}
