using EdgeService.Building.Snapshots;
using EdgeService.Core.Scoring;

namespace EdgeService.Building.Csv;

/// <summary>
/// Reads the five dimensions of each member and keeps the score. A column "outcome" may follow and is never looked at.
/// </summary>
public static class ScoresCsv
{
    public const string Columns = "member_ref,credit_history,capacity,use_preference,personal,contact_network";
    public const string OptionalColumn = "outcome";

    private static readonly string[] Names = Columns.Split(',')[1..];

    /// <summary>
    /// Hands on one row a good line, in their order; <see cref="MemberRow.Facts"/> holds the score. Bad lines go to the faults.
    /// </summary>
    public static void Read(Stream input, string source, MemberTagging tagging, InputFaults faults, RowSink sink)
    {
        var table = new CsvTable(input, source, Columns, OptionalColumn, faults);
        if (!table.ReadHeader())
        {
            return;
        }

        while (table.TryNextRow(out var line))
        {
            var problems = default(LineProblems);
            var row = ReadRow(line, tagging, ref problems);
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

    private static MemberRow ReadRow(ReadOnlySpan<byte> line, MemberTagging tagging, ref LineProblems problems)
    {
        var fields = new CsvRow(line);
        fields.TryNext(out var id);
        Span<int> known = stackalloc int[Names.Length];
        var read = 0;
        for (; read < known.Length && fields.TryNext(out var field); read++)
        {
            known[read] = ReadDimension(field, Names[read], ref problems);
        }

        var rest = fields.CountRest();
        if (read < known.Length || rest > 1 || fields.BadQuotes)
        {
            problems.Add(fields.BadQuotes ? "quotes do not match" : $"{1 + read + rest} columns instead of {1 + known.Length}");
        }

        if (!MemberId.IsValid(id))
        {
            problems.Add("member_ref must be 1 to 64 bytes without spaces");
        }

        return problems.None ? new MemberRow(tagging(id), (ulong)ScoreFormula.ScoreOf(ToDimensions(known))) : default;
    }

    private static Dimensions ToDimensions(ReadOnlySpan<int> known)
    {
        static int? OrUnknown(int value) => value < 0 ? null : value;
        return new(OrUnknown(known[0]), OrUnknown(known[1]), OrUnknown(known[2]), OrUnknown(known[3]), OrUnknown(known[4]));
    }

    /// <summary>A whole number from 0 to 100, or -1 for an empty field.</summary>
    private static int ReadDimension(ReadOnlySpan<byte> field, string name, ref LineProblems problems)
    {
        if (field.IsEmpty)
        {
            return -1;
        }

        var value = 0;
        foreach (var digit in field)
        {
            value = digit is >= (byte)'0' and <= (byte)'9' && field.Length <= 3 ? (10 * value) + digit - '0' : int.MaxValue / 100;
        }

        if (value > Dimensions.Highest)
        {
            problems.Add($"{name} must be empty or a whole number from 0 to 100");
        }

        return value;
    }
}
