using EdgeService.Core.Tokens;

namespace EdgeService.TokenAttacks;

/// <summary>The same bytes in another text, and other texts of the service in the place of a token.</summary>
internal static class TextAttacks
{
    public static IEnumerable<TokenAttack> All =>
    [
        new("text in lower case", TokenFault.Shape, token => token.Text.ToLowerInvariant()),
        new("text with one small letter", TokenFault.Shape, token => token.Text[..40] + Small(token.Text[40..])),
        new("text with padding", TokenFault.Shape, token => token.Text + "="),
        new("text padded to whole blocks", TokenFault.Shape, token => token.Text + "======"),
        new("text with a blank before", TokenFault.Shape, token => " " + token.Text),
        new("text with a blank after", TokenFault.Shape, token => token.Text + " "),
        new("text with a blank inside", TokenFault.Shape, token => token.Text[..50] + " " + token.Text[50..]),
        new("text with a line end", TokenFault.Shape, token => token.Text + "\n"),
        new("text with a carriage return", TokenFault.Shape, token => token.Text + "\r"),
        new("text with a tab inside", TokenFault.Shape, token => token.Text[..3] + "\t" + token.Text[3..]),
        new("text with a byte order mark", TokenFault.Shape, token => "\uFEFF" + token.Text),
        new("text with a null character", TokenFault.Shape, token => token.Text + "\0"),
        new("text with a soft hyphen", TokenFault.Shape, token => token.Text[..50] + "\u00AD" + token.Text[50..]),
        new("text with a letter of another script", TokenFault.Shape, token => token.Text[..50] + "\u0410" + token.Text[51..]),
        new("text with a full-width letter", TokenFault.Shape, token => token.Text[..50] + "\uFF21" + token.Text[51..]),
        new("text with a digit outside the alphabet", TokenFault.Shape, token => token.Text[..50] + "0" + token.Text[51..]),
        new("text with left-over bits", TokenFault.Shape, LeftOverBits),
        new("text with a character more", TokenFault.Shape, OneMore),
        new("text of 161 bytes", TokenFault.Shape, token => AttackedToken.TextOf([.. token.Genuine, .. new byte[161 - token.Genuine.Length]])),
        new("text cut off after the prefix", TokenFault.NotCanonical, _ => TokenFormat.Prefix),
        new("prefix of a later version", TokenFault.Shape, token => "PE2" + token.Text[3..]),
        new("prefix missing", TokenFault.Shape, token => token.Text[3..]),
        new("prefix twice", TokenFault.Shape, token => TokenFormat.Prefix + token.Text),
        new("token twice in one text", TokenFault.Shape, token => token.Text + token.Text),
        new("letters at random", TokenFault.NotCanonical, _ => TokenFormat.Prefix + new string('A', 240)),
    ];

    private static string Small(string text)
    {
        var at = text.AsSpan().IndexOfAnyInRange('A', 'Z');
        return text[..at] + char.ToLowerInvariant(text[at]) + text[(at + 1)..];
    }

    /// <summary>Sets bits of the last character that no byte has; where all of its bits are used, a character too many has the same effect.</summary>
    private static string LeftOverBits(AttackedToken token)
    {
        const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        var spare = ((token.Text.Length - 3) * 5) - (token.Genuine.Length * 8);
        return spare == 0 ? token.Text + "A" : token.Text[..^1] + Letters[Letters.IndexOf(token.Text[^1], StringComparison.Ordinal) | 1];
    }

    /// <summary>A character more than any number of bytes gives.</summary>
    private static string OneMore(AttackedToken token)
    {
        var text = token.Text + "A";
        while ((text.Length - 3) % 8 is not (1 or 3 or 6)) text += "A";
        return text;
    }
}
