namespace EdgeSip2.Protocol;

/// <summary>Answers that the gateway writes itself, each with the fields that SIP2 requires.</summary>
/// <param name="InstitutionId">What stands in <c>AO</c>.</param>
/// <param name="LibraryOffset">The library's offset from UTC.</param>
internal sealed record SipAnswers(string InstitutionId, TimeSpan LibraryOffset)
{
    private const string UnknownLanguage = "000";
    private const int SummaryCounts = 24;

    /// <summary>
    /// For each pair of messages, whether it is supported: patron status, checkout, checkin, block, status, resend, login, patron
    /// information, end session, fee paid, item information, item status update, patron enable, hold, renew, renew all.
    /// </summary>
    private const string Supported = "YYYNYYYYYNYNYNYN";

    public SipMessage PatronStatus(SipMessage asked, bool may, DateTimeOffset now) => Patron(SipCode.PatronStatusAnswer, asked, may, now, "");

    public SipMessage PatronInformation(SipMessage asked, bool may, DateTimeOffset now) =>
        Patron(SipCode.PatronInformationAnswer, asked, may, now, new string('0', SummaryCounts));

    public SipMessage PatronEnable(SipMessage asked, bool may, DateTimeOffset now) => Patron(SipCode.PatronEnableAnswer, asked, may, now, "");

    public SipMessage Checkout(SipMessage asked, bool lent, DateTimeOffset? due, DateTimeOffset now) =>
        Lending(SipCode.CheckoutAnswer, asked, (lent ? "1" : "0") + "N" + "U" + (lent ? "Y" : "N"), due, now);

    public SipMessage Renewal(SipMessage asked, bool renewed, DateTimeOffset? due, DateTimeOffset now) =>
        Lending(SipCode.RenewAnswer, asked, renewed ? "1YUN" : "0NUN", due, now);

    public SipMessage Checkin(SipMessage asked, bool taken, DateTimeOffset now) => new(
        SipCode.CheckinAnswer, (taken ? "1YU" : "0NU") + (taken ? "N" : "Y") + Time(now),
        [new(SipTag.Institution, InstitutionId), new(SipTag.Item, asked[SipTag.Item]), new(SipTag.PermanentLocation, "")], asked.Sequence);

    public SipMessage EndSession(SipMessage asked, DateTimeOffset now) => new(
        SipCode.EndSessionAnswer, "Y" + Time(now), [new(SipTag.Institution, InstitutionId), new(SipTag.Patron, asked[SipTag.Patron])], asked.Sequence);

    public static SipMessage Login(SipMessage asked, bool known) => new(SipCode.LoginAnswer, known ? "1" : "0", [], asked.Sequence);

    /// <summary>What the gateway can do when no library system stands behind it.</summary>
    public SipMessage LibraryStatus(SipMessage asked, string libraryName, bool edgeReachable, DateTimeOffset now) => new(
        SipCode.LibraryStatus, (edgeReachable ? "Y" : "N") + "YYYNY" + "030" + "003" + Time(now) + "2.00",
        [new(SipTag.Institution, InstitutionId), new(SipTag.LibraryName, libraryName), new(SipTag.SupportedMessages, Supported)],
        asked.Sequence);

    /// <summary>Circulation status 04 is "charged", 03 "available"; security marker and fee type are "other".</summary>
    public SipMessage ItemInformation(SipMessage asked, DateTimeOffset? due, DateTimeOffset now) => new(
        SipCode.ItemInformationAnswer, (due is null ? "03" : "04") + "00" + "01" + Time(now),
        [.. due is { } at ? [new SipField(SipTag.DueDate, Time(at))] : Array.Empty<SipField>(), new(SipTag.Item, asked[SipTag.Item]), new(SipTag.Title, "")],
        asked.Sequence);

    /// <summary>"Not done", in the words of the answer that belongs to <paramref name="asked"/>; null where SIP2 has no such answer.</summary>
    public SipMessage? NotDone(SipMessage asked, DateTimeOffset now) => asked.Code switch
    {
        SipCode.BlockPatron or SipCode.PatronStatus => PatronStatus(asked, may: false, now),
        SipCode.PatronInformation => PatronInformation(asked, may: false, now),
        SipCode.PatronEnable => PatronEnable(asked, may: false, now),
        SipCode.Checkout => Checkout(asked, lent: false, null, now),
        SipCode.Checkin => Checkin(asked, taken: false, now),
        SipCode.Renew => Renewal(asked, renewed: false, null, now),
        SipCode.EndSession => EndSession(asked, now),
        SipCode.Hold => Plain(SipCode.HoldAnswer, "0N" + Time(now), asked),
        SipCode.ItemStatusUpdate => new(SipCode.ItemStatusUpdateAnswer, "0" + Time(now), [new(SipTag.Item, asked[SipTag.Item])], asked.Sequence),
        SipCode.FeePaid => Plain(SipCode.FeePaidAnswer, "N" + Time(now), asked),
        SipCode.RenewAll => new(SipCode.RenewAllAnswer, "000000000" + Time(now), [new(SipTag.Institution, InstitutionId)], asked.Sequence),
        _ => null,
    };

    public string Time(DateTimeOffset time) => SipTime.Write(time, LibraryOffset);

    private SipMessage Plain(string code, string fixedFields, SipMessage asked) => new(
        code, fixedFields, [new(SipTag.Institution, InstitutionId), new(SipTag.Patron, asked[SipTag.Patron])], asked.Sequence);

    private SipMessage Patron(string code, SipMessage asked, bool may, DateTimeOffset now, string counts)
    {
        var language = asked.Code is SipCode.PatronStatus or SipCode.PatronInformation ? asked.Fixed[..3] : UnknownLanguage;
        return new(
            code, (may ? PatronFlags.AllClear : PatronFlags.AllDenied) + language + Time(now) + counts,
            [
                new(SipTag.Institution, InstitutionId), new(SipTag.Patron, asked[SipTag.Patron]), new(SipTag.PersonalName, ""),
                new(SipTag.ValidPatron, may ? "Y" : "N"), new(SipTag.ValidPatronPassword, may ? "Y" : "N"),
            ],
            asked.Sequence);
    }

    private SipMessage Lending(string code, SipMessage asked, string results, DateTimeOffset? due, DateTimeOffset now) => new(
        code, results + Time(now),
        [
            new(SipTag.Institution, InstitutionId), new(SipTag.Patron, asked[SipTag.Patron]), new(SipTag.Item, asked[SipTag.Item]),
            new(SipTag.Title, ""), new(SipTag.DueDate, due is { } at ? Time(at) : ""),
        ],
        asked.Sequence);
}
