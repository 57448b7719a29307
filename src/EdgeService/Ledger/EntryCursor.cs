using System.Globalization;

namespace EdgeService.Ledger;

/// <summary>A place in the order of export. It says nothing of a member and stays good for as long as the store does.</summary>
/// <param name="Transaction">Number of the transaction that kept the entry; 0 where the store keeps entries one transaction after the other.</param>
/// <param name="Sequence">Number of the entry.</param>
public readonly record struct EntryCursor(ulong Transaction, long Sequence)
{
    /// <summary>Its text, such as <c>0.42</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Transaction}.{Sequence}");

    /// <summary>Reads the text; empty is the beginning. False for anything that <see cref="ToString"/> does not write.</summary>
    public static bool TryParse(string text, out EntryCursor cursor)
    {
        cursor = default;
        if (text.Length == 0)
        {
            return true;
        }

        var dot = text.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0
            || !ulong.TryParse(text.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out var transaction)
            || !long.TryParse(text.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence))
        {
            return false;
        }

        cursor = new EntryCursor(transaction, sequence);
        return true;
    }
}
