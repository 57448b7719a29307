namespace EdgeSip2.Protocol;

/// <summary>Message identifiers of SIP2 (3M Standard Interchange Protocol 2.00): an odd one asks, mostly; the next even one answers.</summary>
internal static class SipCode
{
    public const string BlockPatron = "01";
    public const string Checkin = "09";
    public const string CheckinAnswer = "10";
    public const string Checkout = "11";
    public const string CheckoutAnswer = "12";
    public const string Hold = "15";
    public const string HoldAnswer = "16";
    public const string ItemInformation = "17";
    public const string ItemInformationAnswer = "18";
    public const string ItemStatusUpdate = "19";
    public const string ItemStatusUpdateAnswer = "20";
    public const string PatronStatus = "23";
    public const string PatronStatusAnswer = "24";
    public const string PatronEnable = "25";
    public const string PatronEnableAnswer = "26";
    public const string Renew = "29";
    public const string RenewAnswer = "30";
    public const string EndSession = "35";
    public const string EndSessionAnswer = "36";
    public const string FeePaid = "37";
    public const string FeePaidAnswer = "38";
    public const string PatronInformation = "63";
    public const string PatronInformationAnswer = "64";
    public const string RenewAll = "65";
    public const string RenewAllAnswer = "66";
    public const string Login = "93";
    public const string LoginAnswer = "94";

    /// <summary>"Send that again": asked of the kiosk after a message that arrived damaged. Has no sequence number of its own.</summary>
    public const string AskKioskAgain = "96";

    /// <summary>The same, asked by the kiosk.</summary>
    public const string AskUsAgain = "97";
    public const string LibraryStatus = "98";
    public const string KioskStatus = "99";
}
