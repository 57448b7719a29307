using System.Text;
using EdgeService.Building.Csv;
using EdgeService.Building.Snapshots;

namespace EdgeService.Building.Population;

/// <summary>
/// The tables of the binary form: as text, one consent set a line as in an enrolment file, an empty line, one list of bans a line.
/// Number 0 of each, the empty one, is not written.
/// </summary>
internal static class PopulationTables
{
    public static byte[] ToBytes(StandingTables tables)
    {
        var text = new StringBuilder();
        foreach (var set in tables.ConsentSets.Skip(1))
        {
            text.Append(ContractText.Write(set.Select(tables.ContractOf))).Append('\n');
        }

        text.Append('\n');
        foreach (var bans in tables.BanLists.Skip(1))
        {
            text.Append(BanText.Write(bans)).Append('\n');
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }

    public static bool TryRead(Stream input, int length, StandingTables tables)
    {
        var bytes = new byte[length];
        if (input.ReadAtLeast(bytes, length, throwOnEndOfStream: false) < length)
        {
            return false;
        }

        using var lines = new StringReader(Encoding.ASCII.GetString(bytes));
        var read = true;
        while (read && lines.ReadLine() is { Length: > 0 } line)
        {
            var contracts = ContractText.Read(Encoding.ASCII.GetBytes(line), out _);
            var expected = tables.ConsentSets.Count;
            read = contracts is not null && tables.NumberOf(contracts) == expected;
        }

        while (read && lines.ReadLine() is { } line)
        {
            var bans = BanText.Read(Encoding.ASCII.GetBytes(line), out _);
            read = bans is { Count: > 0 } && tables.Add([.. bans]) > 0;
        }

        return read;
    }
}
