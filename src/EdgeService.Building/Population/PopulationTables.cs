using System.Text;
using EdgeService.Building.Csv;
using EdgeService.Building.Snapshots;

namespace EdgeService.Building.Population;

/// <summary>
/// The tables of the binary form: as text, one consent set a line as in an enrolment file, an empty line, one list of dated consents and
/// bans a line. Number 0 of each, the empty one, is not written.
/// </summary>
internal static class PopulationTables
{
    public static byte[] ToBytes(StandingTables tables)
    {
        var text = new StringBuilder();
        foreach (var set in tables.ConsentSets.Skip(1))
        {
            text.Append(ConsentText.Write(set.Select(tables.ContractOf))).Append('\n');
        }

        text.Append('\n');
        foreach (var dated in tables.Dated.Skip(1))
        {
            string[] parts = [ConsentText.Write(dated.Consents), BanText.Write(dated.Bans)];
            text.AppendJoin(' ', parts.Where(part => part.Length > 0)).Append('\n');
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
            var expected = tables.ConsentSets.Count;
            read = ConsentText.Read(Encoding.ASCII.GetBytes(line), out _) is { Dated.Count: 0 } consents
                && tables.NumberOf(consents.Undated) == expected;
        }

        while (read && lines.ReadLine() is { } line)
        {
            read = ReadDated(line) is { } dated && tables.Add(dated) > 0;
        }

        return read;
    }

    /// <summary>Only consents have an @.</summary>
    private static DatedFacts? ReadDated(string line)
    {
        var parts = line.Split(' ').ToLookup(part => part.Contains('@', StringComparison.Ordinal), part => part);
        var consents = ConsentText.Read(Encoding.ASCII.GetBytes(string.Join(' ', parts[true])), out _);
        var bans = BanText.Read(Encoding.ASCII.GetBytes(string.Join(' ', parts[false])), out _);
        return consents is { Undated.Count: 0 } && bans is not null ? new DatedFacts(bans, consents.Value.Dated) : null;
    }
}
