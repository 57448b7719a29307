using System.Text;

namespace EdgeService.Fuzzing;

/// <summary>
/// Changes UTF-8 text as text: characters of its own alphabet and of others, letters of the other case, white space and what looks like it, lines and
/// fields moved, words of the format put in the place of others.
/// </summary>
internal sealed class TextMutation(params string[] words) : IMutation
{
    private const int MostChanges = 4;
    private static readonly string[] Odd =
    [
        "", " ", "\t", "\r\n", "\n", "\0", "=", "====", "\uFEFF", "\u00A0", "\u200B", "0", "1", "8", "9", "a", "I", "O", "ı", "\u0130", "-", "\"", "\\", "{", "}", "[", "]",
        ",", ":", "null", "true", "-1", "1e999", "0.5", "18446744073709551616", "9223372036854775807", "-9223372036854775808", "\\ud800", "\\u0000", "\U0001F6B2", "\uFFFD", "é",
    ];

    public byte[] Mutate(IReadOnlyList<byte[]> seeds, FuzzRandom random)
    {
        var text = new StringBuilder(Encoding.UTF8.GetString(random.Of(seeds)));
        for (var changes = 1 + random.Next(MostChanges); changes > 0; changes--) Change(text, seeds, random);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private void Change(StringBuilder text, IReadOnlyList<byte[]> seeds, FuzzRandom random)
    {
        var at = random.Next(text.Length);
        var some = random.Next(Math.Min(33, text.Length - at + 1));
        var word = words.Length > 0 && random.OneIn(2) ? random.Of(words) : random.Of(Odd);
        switch (random.Next(text.Length == 0 ? 1 : 11))
        {
            case 0: text.Insert(at, word); break;
            case 1: text.Remove(at, some).Insert(at, word); break;
            case 2: text[at] = text[random.Next(text.Length)]; break;
            case 3: text[at] = (char)(text[at] ^ (1 << random.Next(7))); break;
            case 4: text[at] = char.IsUpper(text[at]) ? char.ToLowerInvariant(text[at]) : char.ToUpperInvariant(text[at]); break;
            case 5: text.Remove(at, some); break;
            case 6: text.Insert(random.Next(text.Length), text.ToString(at, some)); break;
            case 7: text.Length = at; break;
            case 8: text[at] = (char)random.Next(0xD800); break;
            case 9: Splice(text, Encoding.UTF8.GetString(random.Of(seeds)), random); break;
            default: MoveToken(text, at, random); break;
        }
    }

    private static void Splice(StringBuilder text, string other, FuzzRandom random)
    {
        var from = random.Next(other.Length);
        text.Length = Math.Min(text.Length, from);
        text.Append(other, from, other.Length - from);
    }

    /// <summary>Puts one token of the text, as its punctuation divides it, in the place of another.</summary>
    private static void MoveToken(StringBuilder text, int at, FuzzRandom random)
    {
        var whole = text.ToString();
        var (from, length) = TokenAt(whole, random.Next(whole.Length));
        var (to, replaced) = TokenAt(whole, at);
        text.Remove(to, replaced).Insert(to, whole.AsSpan(from, length));
    }

    private static (int Start, int Length) TokenAt(string text, int at)
    {
        var (start, end) = (at, at);
        while (start > 0 && !IsBoundary(text[start - 1])) start--;
        while (end < text.Length && !IsBoundary(text[end])) end++;
        return (start, end - start);
    }

    private static bool IsBoundary(char letter) => letter is ',' or ':' or '"' or '{' or '}' or '[' or ']' or '\n' or ' ' or '/';
}
