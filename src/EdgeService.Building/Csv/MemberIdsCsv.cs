namespace EdgeService.Building.Csv;

/// <summary>Takes one member id, valid during the call only.</summary>
public delegate void MemberIdSink(ReadOnlySpan<byte> memberId);

/// <summary>
/// Reads member ids: the first column of a CSV file whose header begins with <c>member_id</c>, such as an enrolment file, or one id a line where there
/// is no such header.
/// </summary>
public static class MemberIdsCsv
{
    private const string Column = "member_id";

    /// <summary>Hands on the id of every good line, in their order. Bad lines go to the faults.</summary>
    public static void Read(Stream input, string source, InputFaults faults, MemberIdSink sink)
    {
        var table = new CsvTable(input, source, Column, null, faults);
        var (first, columns) = (true, false);
        while (table.TryNextRow(out var line))
        {
            var row = new CsvRow(line);
            row.TryNext(out var id);
            if (first && id.SequenceEqual("member_id"u8))
            {
                (first, columns) = (false, true);
                continue;
            }

            first = false;
            if (row.BadQuotes)
                table.Fault("quotes do not match");
            else if (!columns && row.CountRest() > 0)
                table.Fault($"several columns without a header; one that begins with {Column} says that the first is it");
            else if (!MemberId.IsValid(id))
                table.Fault("member_id must be 1 to 64 bytes without spaces");
            else
                sink(id);
        }
    }
}
