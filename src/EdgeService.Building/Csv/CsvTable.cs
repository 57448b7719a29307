using System.Text;
using System.Text.Unicode;

namespace EdgeService.Building.Csv;

/// <summary>
/// A CSV file as rows under a header that must be exactly right. Lines that begin with # and empty lines are passed over.
/// Broken lines are entered in the faults and left out.
/// </summary>
internal sealed class CsvTable(Stream stream, string source, string columns, string? optionalColumn, InputFaults faults)
{
    private readonly CsvLines _lines = new(stream);

    /// <summary>Number of the current row's line.</summary>
    public long Line => _lines.Number;

    public void Fault(string problem) => faults.Add(source, Line, problem);

    /// <summary>False, with a fault entered, when the first row is not the header asked for.</summary>
    public bool ReadHeader()
    {
        var expected = optionalColumn is null ? columns : $"{columns}[,{optionalColumn}]";
        if (!TryNextRow(out var header))
        {
            faults.Add(source, Math.Max(1, Line), $"the file has no header; expected {expected}");
            return false;
        }

        var text = Encoding.UTF8.GetString(header).Trim();
        var right = text == columns || (optionalColumn is not null && text == $"{columns},{optionalColumn}");
        if (!right)
        {
            Fault($"wrong header; expected {expected}");
        }

        return right;
    }

    public bool TryNextRow(out ReadOnlySpan<byte> row)
    {
        while (TryNextLine(out row))
        {
            if (!Utf8.IsValid(row))
            {
                Fault("not valid UTF-8");
            }
            else if (row.ContainsAnyExcept((byte)' ', (byte)'\t') && row[0] != '#')
            {
                return true;
            }
        }

        return false;
    }

    private bool TryNextLine(out ReadOnlySpan<byte> line)
    {
        try
        {
            return _lines.TryNext(out line);
        }
        catch (InvalidDataException tooLong)
        {
            faults.Add(source, Line + 1, tooLong.Message);
            line = default;
            return false;
        }
    }
}
