using System.Globalization;
using Perks.Edge.V1;
using Spectre.Console;

namespace EdgeCtl.Rendering;

/// <summary>A grant and what happened to it.</summary>
internal static class GrantView
{
    public static void Show(IAnsiConsole screen, Grant grant)
    {
        ShowHead(screen, grant, "");
        Timeline.Show(screen, GrantSteps.Of(grant));
    }

    /// <summary>Everything but the history.</summary>
    public static void ShowHead(IAnsiConsole screen, Grant grant, string partnerId)
    {
        screen.Write(new Text(Names.InWords(grant.Custody).ToUpperInvariant(), StyleOf(grant)));
        screen.WriteLine($"  {grant.PerkId}  {grant.GrantId}");
        new FactSheet()
            .Row("Kind", grant.Kind == GrantKind.Unspecified ? null : Names.InWords(grant.Kind))
            .Row("Units", grant.UnitCount.ToString(CultureInfo.InvariantCulture))
            .Row("Lent", string.Join(", ", grant.LentItemRefs))
            .Row("Still out", string.Join(", ", grant.ItemRefs))
            .Row("Partner", partnerId)
            .Row("Where", $"{grant.VenueId}, {grant.TerminalId}{(grant.AcceptedOffline ? ", while cut off" : "")}")
            .Row("Deposit", grant.Deposit is { } deposit ? InWords(deposit) : null)
            .Row("Held", grant.Money?.Held is { MinorUnits: > 0 } held ? $"{Wording.Of(held)} of the credit line" : null)
            .Row("Due", Wording.Of(grant.DueTime) + (grant.Overdue ? "  OVERDUE" : ""))
            .Row("Lapses", Wording.Of(grant.LapseTime) is { Length: > 0 } lapse ? $"{lapse} unless confirmed: edge confirm {grant.GrantId}" : null)
            .Row("Paused", grant.Pause is { } pause ? $"since {Wording.Of(pause.Time)}: {pause.Reason}; nothing is billed until a person decides" : null)
            .Row("Record", grant.RecordEffect is RecordEffect.Unspecified or RecordEffect.None ? null : Names.InWords(grant.RecordEffect))
            .Show(screen);
        MoneyBar.Show(screen, grant.Money);
    }

    public static string InWords(Deposit deposit)
    {
        var amount = deposit.Amount is { MinorUnits: > 0 } named ? Wording.Of(named) : "as the venue asks";
        return deposit.Paid ? $"{amount}, paid ({deposit.PaymentRef})" : $"{amount}, waived";
    }

    private static Style StyleOf(Grant grant) => new(ColourOf(grant), decoration: Decoration.Bold);

    private static Color ColourOf(Grant grant) => grant.Custody switch
    {
        Custody.Lost => Color.Red,
        Custody.Active when grant.Overdue => Color.Yellow,
        Custody.Returned => Color.Green,
        _ => Color.Aqua,
    };
}
