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

        var paid = money.Paid?.MinorUnits ?? 0;
        var filled = charged.MinorUnits == 0 ? 0 : (int)Math.Clamp(paid * FullBar / charged.MinorUnits, 0, FullBar);
        var bar = $"[green]{new string('█', filled)}[/][red]{new string('░', FullBar - filled)}[/]";
        screen.MarkupLine($"  {bar}  {Markup.Escape(InWords(money, charged))}");
    }

    private static string InWords(GrantMoney money, Money charged)
    {
        string?[] parts =
        [
            $"{Wording.Of(charged)} charged",
            money.Paid is { MinorUnits: > 0 } paid ? $"{Wording.Of(paid)} paid" : null,
            money.Due is { MinorUnits: > 0 } due ? $"{Wording.Of(due)} due{(money.DueTime is { } time ? " " + Wording.Of(time) : "")}" : null,
            money.State == MoneyState.Failed ? "the last payment failed" : null,
        ];
        return string.Join(", ", parts.Where(part => part is not null));
    }
}
