namespace EdgeSip2.Protocol;

/// <summary>The fourteen characters of a patron status, each <c>Y</c> for "so" or a blank for "not so".</summary>
internal static class PatronFlags
{
    public const int Length = 14;

    /// <summary>Nothing is denied.</summary>
    public const string AllClear = "              ";

    /// <summary>The first four: charging, renewal, recall and hold privileges are denied.</summary>
    public const string AllDenied = "YYYY          ";

    private const int ChargeDenied = 0;
    private const int RenewalDenied = 1;
    private const int Denials = 4;

    /// <summary>Whether the library lends this person nothing.</summary>
    public static bool DenyLending(ReadOnlySpan<char> status) => status[ChargeDenied] == 'Y';

    /// <summary>
    /// Whether none of the flags after the denials is set: card lost, too many things charged, overdue, renewed, claimed or lost, fines, fees,
    /// recalls, bills. Each of them is the library's reason, and stands.
    /// </summary>
    public static bool AreDeniedWithoutReason(ReadOnlySpan<char> status) => !status[Denials..Length].Contains('Y');

    /// <summary>The flags after a right to borrow was added: charging and renewing go, what else is noted stays.</summary>
    public static string WithLending(string flags)
    {
        var changed = flags.ToCharArray();
        changed[ChargeDenied] = ' ';
        changed[RenewalDenied] = ' ';
        return new string(changed);
    }
}
