using EdgeSip2.Edge;
using Perks.Edge.V1;

namespace EdgeSip2.Desk;

/// <summary>What the kiosk's screen says, in the language that the kiosk names by SIP2's number.</summary>
internal static class ScreenWording
{
    private static readonly Dictionary<string, string> Languages = new()
    {
        ["001"] = "en",
        ["024"] = "en",
        ["003"] = "de",
        ["006"] = "sv",
        ["019"] = "zh",
        ["027"] = "zh",
    };

    private static readonly Dictionary<string, Words> ByLanguage = new()
    {
        ["en"] = new(
            "You may borrow here without a card.", "Lent without a card.", "This cannot be lent without a card or deposit.",
            "This item is not checked in yet. Please take it to the desk.", "Please refresh the code in your app and scan it again.",
            "Credit perks cannot be reached at the moment.", "You have as many loans without a card as are possible.",
            "Not possible at this hour.", "Please ask at the desk.", "A renewal is not possible any more.", "Desk or hotline", "deposit"),
        ["zh"] = new(
            "您可在此免证借阅。", "已免证借出。", "无法免证或免押金借出。",
            "该书尚未归还登记，请交服务台处理。", "请刷新应用中的二维码后重新扫描。",
            "暂时无法连接信用权益服务。", "您的免证借阅数量已达上限。",
            "此时段不可用。", "请到服务台咨询。", "无法再续借。", "服务台或热线", "押金"),
        ["sv"] = new(
            "Du kan låna här utan kort.", "Utlånad utan kort.", "Den kan inte lånas utan kort eller deposition.",
            "Boken är inte återlämnad ännu. Lämna den i disken.", "Uppdatera koden i appen och läs av den igen.",
            "Kreditförmånerna kan inte nås just nu.", "Du har så många lån utan kort som går.",
            "Går inte vid den här tiden.", "Fråga i disken.", "Lånet kan inte förlängas mer.", "Disk eller telefon", "deposition"),
        ["de"] = new(
            "Sie können hier ohne Ausweis ausleihen.", "Ohne Ausweis ausgeliehen.", "Ohne Ausweis oder Kaution ist das nicht ausleihbar.",
            "Das Medium ist noch nicht zurückgebucht. Bitte geben Sie es an der Theke ab.", "Bitte erneuern Sie den Code in der App und scannen Sie ihn noch einmal.",
            "Die Kredit-Vorteile sind gerade nicht erreichbar.", "Sie haben so viele Ausleihen ohne Ausweis, wie möglich sind.",
            "Um diese Zeit nicht möglich.", "Bitte fragen Sie an der Theke.", "Eine Verlängerung ist nicht mehr möglich.", "Theke oder Telefon", "Kaution"),
    };

    /// <summary>The language of a message's three digits, or the library's own.</summary>
    public static string LanguageOf(string number, string otherwise) => Languages.GetValueOrDefault(number, otherwise);

    public static string MayBorrow(string language) => ByLanguage[language].MayBorrow;

    public static string Lent(string language) => ByLanguage[language].Lent;

    public static string CannotRenew(string language) => ByLanguage[language].CannotRenew;

    /// <summary>Why a loan did not get more time.</summary>
    public static string WhyNotRenewed(EdgeAnswer answer, string language) =>
        answer.LeavesDoubt ? ByLanguage[language].OutOfReach : ByLanguage[language].CannotRenew;

    /// <summary>Why not, and what instead.</summary>
    public static IEnumerable<string> WhyNot(EdgeAnswer answer, string language)
    {
        var words = ByLanguage[language];
        yield return ReasonOf(answer, words);
        if (answer.Decision?.Remedy is not { } remedy)
            yield break;
        if (remedy.Texts.TryGetValue(language, out var text) && text.Length > 0)
            yield return text;
        if (InsteadOf(remedy, words) is { Length: > 0 } instead)
            yield return instead;
    }

    private static string ReasonOf(EdgeAnswer answer, Words words) => answer switch
    {
        { Verdict: EdgeVerdict.OutOfReach } => words.OutOfReach,
        { Verdict: EdgeVerdict.CodeUnusable } => words.Rescan,
        { ItemTaken: true } => words.StillOut,
        { Decision.Outcome: Outcome.ReferToDesk } => words.AskDesk,
        { Decision.RefusalCode: RefusalCode.LimitHere } => words.LimitReached,
        { Decision.RefusalCode: RefusalCode.Closed } => words.Closed,
        _ => words.NotAvailable,
    };

    private static string InsteadOf(Remedy remedy, Words words) => string.Join(" · ",
    [
        .. remedy.Hotline.Length > 0 ? [$"{words.DeskOrHotline}: {remedy.Hotline}"] : Array.Empty<string>(),
        .. remedy.Deposit is { MinorUnits: > 0 } deposit ? [$"{words.Deposit}: {deposit.MinorUnits / 100m:0.00} {deposit.CurrencyCode}"] : Array.Empty<string>(),
    ]);

    private sealed record Words(
        string MayBorrow, string Lent, string NotAvailable, string StillOut, string Rescan, string OutOfReach, string LimitReached,
        string Closed, string AskDesk, string CannotRenew, string DeskOrHotline, string Deposit);
}
