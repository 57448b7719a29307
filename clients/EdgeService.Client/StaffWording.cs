using EdgeService.Core.Eligibility;
using Perks.Edge.V1;
using Outcome = Perks.Edge.V1.Outcome;

namespace EdgeService.Client;

/// <summary>What a terminal's screen says to staff and members, in zh, en, sv and de. Nothing of a score, nothing of a cause that lies with the member.</summary>
internal static class StaffWording
{
    private static readonly string[] Languages = ["en", "zh", "sv", "de"];

    public static string Of(ConditionReason reason, string language) => In(language, reason switch
    {
        ConditionReason.None => ("Connected.", "已连接。", "Ansluten.", "Verbunden."),
        ConditionReason.Connecting => ("Connecting to the service.", "正在连接服务。", "Ansluter till tjänsten.", "Verbindung wird aufgebaut."),
        ConditionReason.OutOfReach => ("No connection. Codes are checked on this device and settled later.", "无连接。由本机验码，稍后结算。", "Ingen förbindelse. Koder kontrolleras här och bokförs senare.", "Keine Verbindung. Codes werden hier geprüft und später verbucht."),
        ConditionReason.EdgeNotReady => ("The service is starting. Codes are checked on this device.", "服务正在启动，由本机验码。", "Tjänsten startar. Koder kontrolleras här.", "Der Dienst startet. Codes werden hier geprüft."),
        ConditionReason.IdentityRefused => ("This terminal is not admitted. Call the operator.", "本终端未获准，请联系运营方。", "Terminalen är inte godkänd. Kontakta operatören.", "Dieses Gerät ist nicht zugelassen. Bitte den Betreiber anrufen."),
        ConditionReason.LedgerAway => ("Working. Entries are booked later.", "可用，稍后入账。", "I drift. Bokförs senare.", "In Betrieb. Buchungen folgen später."),
        ConditionReason.StandingOld => ("Working on older data. Some members are sent to the desk.", "使用较旧数据，部分会员需到服务台。", "Äldre data. Några medlemmar hänvisas till disken.", "Ältere Daten. Manche Mitglieder müssen zur Theke."),
        ConditionReason.ListsOld => ("Connected, but not prepared for an outage.", "已连接，但未做好断网准备。", "Ansluten, men inte beredd på avbrott.", "Verbunden, aber auf einen Ausfall nicht vorbereitet."),
        ConditionReason.ClockBehind => ("The clock of this device is wrong. Set it; until then little is accepted offline.", "本机时钟有误，请校准；此前离线受限。", "Klockan går fel. Ställ den; till dess godtas lite offline.", "Die Uhr dieses Geräts geht falsch. Bitte stellen; bis dahin gilt offline wenig."),
        _ => ("The journal of this device cannot be used. Nothing is accepted offline; call the operator.", "本机日志不可用，离线不受理，请联系运营方。", "Journalen kan inte användas. Inget godtas offline; kontakta operatören.", "Das Journal ist nicht benutzbar. Offline wird nichts angenommen; bitte den Betreiber anrufen."),
    });

    public static string Of(Admission admission, string language)
    {
        var line = In(language, admission.MayOpen ? Opened(admission.Basis) : Refused(admission));
        var remedy = admission.Decision?.Remedy ?? (admission.MayOpen ? null : admission.Offline?.Perk?.Remedy);
        var key = Array.IndexOf(Languages, language) < 0 ? Languages[0] : language;
        return remedy is not null && remedy.Texts.TryGetValue(key, out var instead) && instead.Length > 0 ? $"{line} {instead}" : line;
    }

    private static (string, string, string, string) Opened(AdmissionBasis basis) => basis == AdmissionBasis.Service
        ? ("Welcome.", "欢迎。", "Välkommen.", "Willkommen.")
        : ("Welcome. It is booked later.", "欢迎，稍后入账。", "Välkommen. Det bokförs senare.", "Willkommen. Die Buchung folgt.");

    private static (string, string, string, string) Refused(Admission refused) => refused switch
    {
        { Scanned: not ScannedKind.Token } => Foreign(refused.Scanned),
        { Fault.Reason: ErrorReason.IdentitySuspended or ErrorReason.IdentityRevoked or ErrorReason.IdentityUnknown } => ("This terminal is not admitted.", "本终端未获准。", "Terminalen är inte godkänd.", "Dieses Gerät ist nicht zugelassen."),
        { Fault.Reason: ErrorReason.AppCodeExpired or ErrorReason.AppCodeUsedElsewhere } => ("Please refresh the code in the app and scan it again.", "请刷新应用中的二维码后重新扫描。", "Uppdatera koden i appen och läs av den igen.", "Bitte den Code in der App erneuern und noch einmal scannen."),
        { Fault: not null } => ("Not possible now. Please ask at the desk.", "暂时无法办理，请到服务台。", "Går inte just nu. Fråga i disken.", "Gerade nicht möglich. Bitte an der Theke fragen."),
        { ItemTaken: true } => ("This thing is still out. Choose another, or ask at the desk.", "该物品尚未归还，请换一个或咨询服务台。", "Den är fortfarande utlånad. Välj en annan.", "Das ist noch ausgeliehen. Bitte etwas anderes wählen."),
        { Verdict: TokenVerdict.AlreadyRedeemed } => ("This code was used already.", "此码已使用。", "Koden är redan använd.", "Dieser Code wurde schon benutzt."),
        { Verdict: TokenVerdict.Expired or TokenVerdict.Revoked or TokenVerdict.KeyCompromised } => ("This code is no longer valid. Please make a new one in the app.", "此码已失效，请在应用中重新生成。", "Koden gäller inte längre. Gör en ny i appen.", "Dieser Code gilt nicht mehr. Bitte in der App einen neuen erzeugen."),
        { Verdict: TokenVerdict.WrongAudience } => ("This code is for another gate.", "此码用于其他闸口。", "Koden gäller en annan spärr.", "Dieser Code ist für einen anderen Eingang."),
        { Verdict: TokenVerdict.Malformed } => ("The code could not be read. Please scan it again.", "无法识别，请重新扫描。", "Koden gick inte att läsa. Läs av den igen.", "Der Code war nicht lesbar. Bitte noch einmal scannen."),
        { Verdict: > TokenVerdict.Valid } => ("This code is not accepted here.", "此处不受理此码。", "Koden godtas inte här.", "Dieser Code wird hier nicht angenommen."),
        { Offline.Refusal: not CutOffRefusal.None } => ("Without a connection this is not possible now.", "无连接时无法办理。", "Utan förbindelse går det inte just nu.", "Ohne Verbindung ist das gerade nicht möglich."),
        { Decision.Outcome: Outcome.ReferToDesk } => ("Please ask at the desk.", "请到服务台咨询。", "Fråga i disken.", "Bitte an der Theke fragen."),
        { Decision.RefusalCode: RefusalCode.Attribute } => ("A ticket is needed for this.", "需出示车票。", "En biljett behövs.", "Dafür wird ein Ticket gebraucht."),
        { Decision.RefusalCode: RefusalCode.LimitHere } => ("The limit is reached. Please return something first.", "已达上限，请先归还。", "Gränsen är nådd. Lämna tillbaka något först.", "Das Limit ist erreicht. Bitte erst etwas zurückgeben."),
        { Decision.RefusalCode: RefusalCode.Closed } => ("Not possible at this hour.", "此时段不可用。", "Går inte vid den här tiden.", "Um diese Zeit nicht möglich."),
        _ => ("Not available.", "不可用。", "Inte tillgängligt.", "Nicht verfügbar."),
    };

    private static (string, string, string, string) Foreign(ScannedKind kind) => kind switch
    {
        ScannedKind.AppCode => ("This code shows who you are. Choose the perk in the app first.", "这是身份码，请先在应用中选择权益。", "Koden visar vem du är. Välj först förmånen i appen.", "Dieser Code zeigt, wer Sie sind. Bitte erst den Vorteil in der App wählen."),
        ScannedKind.Receipt => ("This is a receipt of a return.", "这是归还凭证。", "Det här är ett kvitto på en återlämning.", "Das ist eine Rückgabequittung."),
        ScannedKind.WebAddress => ("This is a web address, not a code of the programme.", "这是网址，不是本计划的码。", "Det här är en webbadress, inte en kod i programmet.", "Das ist eine Internetadresse, kein Code des Programms."),
        ScannedKind.PaymentCode => ("This is a payment code. Nothing was charged; show the code of the programme.", "这是付款码，未扣款；请出示本计划的码。", "Det här är en betalkod. Inget har dragits; visa programmets kod.", "Das ist ein Bezahlcode. Nichts wurde abgebucht; bitte den Code des Programms zeigen."),
        _ => ("This is no code of the programme. Please scan it again.", "不是本计划的码，请重新扫描。", "Det är ingen kod i programmet. Läs av igen.", "Das ist kein Code des Programms. Bitte noch einmal scannen."),
    };

    private static string In(string language, (string En, string Zh, string Sv, string De) texts) => language switch
    {
        "zh" => texts.Zh,
        "sv" => texts.Sv,
        "de" => texts.De,
        _ => texts.En,
    };
}
