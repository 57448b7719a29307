using System.Text;

namespace EdgeService.Fuzzing;

/// <summary>
/// Changes a protobuf message as one: fields dropped, doubled, moved, renumbered and of another wire type, numbers at the edges of their range, varints
/// longer than they need be, lengths that lie, text that is no UTF-8, unknown fields, groups, and messages within themselves many times over.
/// </summary>
/// <param name="words">Texts of the contract, each of which may stand where another does.</param>
internal sealed class WireMutation(params string[] words) : IMutation
{
    private const int MostChanges = 4;
    private static readonly ByteMutation Content = new();
    private static readonly string[] Odd = ["", "\0", " ", "\uFEFF", "é", "\U0001F6B2", "a\nb", "'; --", "..", "\u202E", "０"];

    public byte[] Mutate(IReadOnlyList<byte[]> seeds, FuzzRandom random)
    {
        if (WireField.Parse(random.Of(seeds)) is not { Count: > 0 } message) return Content.Mutate(seeds, random);
        for (var changes = 1 + random.Next(MostChanges); changes > 0 && message.Count > 0; changes--)
        {
            var lists = new List<List<WireField>>();
            Gather(message, lists);
            Change(random.Of(lists), seeds, random);
        }

        return WireField.ToBytes(message);
    }

    private static void Gather(List<WireField> fields, List<List<WireField>> lists)
    {
        if (fields.Count == 0) return;
        lists.Add(fields);
        foreach (var field in fields.Where(field => field.Fields is not null)) Gather(field.Fields!, lists);
    }

    private void Change(List<WireField> fields, IReadOnlyList<byte[]> seeds, FuzzRandom random)
    {
        if (fields.Count == 0) return;
        var at = random.Next(fields.Count);
        var field = fields[at];
        switch (random.Next(14))
        {
            case 0: fields.RemoveAt(at); break;
            case 1: fields.Insert(random.Next(fields.Count), field.Copy()); break;
            case 2: fields[at] = fields[random.Next(fields.Count)].Copy(); break;
            case 3: field.Number = random.OneIn(2) ? (ulong)random.Next(20) : random.Edge() >> 35; break;
            case 4: (field.WireType, field.Value) = (random.Next(8), random.Edge()); break;
            case 5 or 6: field.Value = random.Edge(); break;
            case 7: field.Overlong = 1 + random.Next(11); break;
            case 8: field.Lie = random.OneIn(2) ? random.Next(9) - 4 : (long)random.Edge(); break;
            case 9: Nest(field, random); break;
            case 10 when WireField.Parse(random.Of(seeds)) is { Count: > 0 } other: fields.Insert(at, random.Of(other)); break;
            case 11: fields.Insert(at, new WireField { Number = (ulong)random.Next(30), WireType = random.Of([3, 4, 6, 7]), Content = random.Bytes(random.Next(5)) }); break;
            case 12: Multiply(fields, field, random); break;
            default: ChangeContent(field, random); break;
        }
    }

    /// <summary>Many copies, but no more than a message may hold: copies of copies would fill the memory.</summary>
    private static void Multiply(List<WireField> fields, WireField field, FuzzRandom random)
    {
        const int MostBytes = 64 << 10;
        var most = MostBytes / (1 + WireField.ToBytes([field]).Length);
        for (var copies = random.Next(Math.Min(200, most)); copies > 0; copies--) fields.Add(field.Copy());
    }

    private static void Nest(WireField field, FuzzRandom random)
    {
        var inner = field.Copy();
        for (var depth = random.Next(random.OneIn(8) ? 300 : 6); depth > 0; depth--)
            inner = new WireField { Number = field.Number, WireType = WireField.Delimited, Fields = [inner] };
        (field.WireType, field.Fields) = (WireField.Delimited, [inner]);
    }

    private void ChangeContent(WireField field, FuzzRandom random)
    {
        if (field.WireType != WireField.Delimited)
        {
            field.Value ^= 1UL << random.Next(64);
            return;
        }

        field.Content = random.Next(4) switch
        {
            0 => Content.Mutate([field.Fields is null ? field.Content : WireField.ToBytes(field.Fields)], random),
            1 => Encoding.UTF8.GetBytes(random.Of(Odd)),
            2 => [.. Enumerable.Repeat((byte)('a' + random.Next(26)), random.Next(600))],
            _ => Encoding.UTF8.GetBytes(words.Length > 0 ? random.Of(words) : random.Of(Odd)),
        };
        field.Fields = null;
    }
}
