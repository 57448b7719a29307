namespace EdgeSip2.Protocol;

/// <summary>Two-letter tags of SIP2's variable fields, as far as the gateway reads or writes them.</summary>
internal static class SipTag
{
    public const string Patron = "AA";
    public const string Item = "AB";
    public const string TerminalPassword = "AC";
    public const string PatronPassword = "AD";
    public const string PersonalName = "AE";
    public const string ScreenMessage = "AF";
    public const string PrintLine = "AG";
    public const string DueDate = "AH";
    public const string Title = "AJ";
    public const string LibraryName = "AM";
    public const string TerminalLocation = "AN";
    public const string Institution = "AO";
    public const string PermanentLocation = "AQ";
    public const string Sequence = "AY";
    public const string Checksum = "AZ";
    public const string Cancel = "BI";
    public const string ValidPatron = "BL";
    public const string SupportedMessages = "BX";
    public const string LoginUser = "CN";
    public const string LoginPassword = "CO";
    public const string ValidPatronPassword = "CQ";
}
