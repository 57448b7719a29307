using Perks.Edge.V1;
using Spectre.Console;

namespace EdgeCtl.Rendering;

/// <summary>What was charged, and how much of it is paid.</summary>
internal static class MoneyBar
{
    private const int FullBar = 30;

    public static void Show(IAnsiConsole screen, GrantMoney? money)
    {
        if (money?.Charged is not { } charged)
        {
            return;
        }

        if (charged.MinorUnits == 0)
        {
            return;
        }

        var settled = charged.MinorUnits - Math.Max(0, money.Due?.MinorUnits ?? 0);
        var filled = (int)Math.Clamp(FullBar * (decimal)settled / charged.MinorUnits, 0, FullBar);
        var bar = $"[green]{new string('█', filled)}[/][red]{new string('░', FullBar - filled)}[/]";
        screen.MarkupLine($"  {bar}  {Markup.Escape(InWords(money, charged))}");
    }

    private static string InWords(GrantMoney money, Money charged)
    {
        string?[] parts =
        [
            $"{Wording.Of(charged)} charged",
            money.Paid is { MinorUnits: > 0 } paid ? $"{Wording.Of(paid)} paid" : null,
            money.Waived is { MinorUnits: > 0 } waived ? $"{Wording.Of(waived)} waived" : null,
            money.Refunded is { MinorUnits: > 0 } refunded ? $"{Wording.Of(refunded)} given back" : null,
            money.Due is { MinorUnits: < 0 } owed ? $"{Wording.Of(new Money { CurrencyCode = owed.CurrencyCode, MinorUnits = -owed.MinorUnits })} owed to the member" : null,
            money.Due is { MinorUnits: > 0 } due ? $"{Wording.Of(due)} due{(money.DueTime is { } time ? " " + Wording.Of(time) : "")}" : null,
            money.State == MoneyState.Failed ? "the last payment failed" : null,
        ];
        return string.Join(", ", parts.Where(part => part is not null));
    }
}
