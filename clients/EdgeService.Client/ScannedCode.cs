using EdgeService.Core.Members;
using EdgeService.Core.Tokens;

namespace EdgeService.Client;

/// <summary>What kind of code a scanner has read.</summary>
public enum ScannedKind
{
    /// <summary>Nothing that is known here.</summary>
    Unknown = 0,

    /// <summary>A token of the programme: it opens.</summary>
    Token = 1,

    /// <summary>The code that the member's app shows: it names a member, and opens nothing by itself.</summary>
    AppCode = 2,

    /// <summary>A dock's receipt.</summary>
    Receipt = 3,

    /// <summary>A web address.</summary>
    WebAddress = 4,

    /// <summary>A payment code of a wallet.</summary>
    PaymentCode = 5,

    /// <summary>The scanner sent nothing.</summary>
    Nothing = 6,
}

/// <summary>Tells the programme's codes from those of others, by their form alone.</summary>
public static class ScannedCode
{
    public static ScannedKind KindOf(string scanned)
    {
        var text = Clean(scanned);
        return text switch
        {
            "" => ScannedKind.Nothing,
            _ when text.StartsWith(TokenFormat.Prefix, StringComparison.OrdinalIgnoreCase) => ScannedKind.Token,
            _ when text.StartsWith(AppCode.Prefix, StringComparison.OrdinalIgnoreCase) => ScannedKind.AppCode,
            _ when text.StartsWith(ReceiptFormat.Prefix, StringComparison.OrdinalIgnoreCase) => ScannedKind.Receipt,
            _ when text.Contains("://", StringComparison.Ordinal) || text.StartsWith("www.", StringComparison.OrdinalIgnoreCase) => ScannedKind.WebAddress,
            _ when IsPaymentCode(text) => ScannedKind.PaymentCode,
            _ => ScannedKind.Unknown,
        };
    }

    /// <summary>Without what a scanner that types adds at the ends: spaces, tabs, line ends.</summary>
    public static string Clean(string scanned) => scanned.Trim(' ', '\t', '\r', '\n');

    /// <summary>Alipay: 16 to 24 digits from 25 to 30. WeChat: 18 digits from 10 to 15.</summary>
    private static bool IsPaymentCode(string text) =>
        text.Length is >= 16 and <= 24 && text.All(char.IsAsciiDigit) && (int.Parse(text.AsSpan(0, 2), null) is >= 25 and <= 30 || (text.Length == 18 && text[0] == '1' && text[1] <= '5'));
}
