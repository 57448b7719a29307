using System.Text;
using System.Text.Unicode;
using EdgeService.Building.Csv;

namespace EdgeService.Building.Population;

/// <summary>Writes cards and documents of made members as the CSV file that a build reads.</summary>
public sealed class AliasCsv
{
    private const int LongestRow = 256;

    private readonly Stream _stream;

    /// <param name="stream">Written from its head.</param>
    /// <param name="remark">One line that says what these members are.</param>
    public AliasCsv(Stream stream, string remark)
    {
        _stream = stream;
        stream.Write(Encoding.UTF8.GetBytes($"# {remark}\n{AliasesCsv.Columns}\n"));
    }

    public void WriteCard(string id, string partnerId, string number) => Write(id, AliasesCsv.Card, partnerId, number);

    public void WriteDocument(string id, string number) => Write(id, AliasesCsv.Document, "", number);

    private void Write(string id, string kind, string partnerId, string number)
    {
        Span<byte> row = stackalloc byte[LongestRow];
        Utf8.TryWrite(row, $"{id},{kind},{partnerId},{number}\n", out var length);
        _stream.Write(row[..length]);
    }
}
