using System.Text;

namespace EdgeService.Core.Perks;

/// <summary>Collects faults while a draft is read, so that none hides the next.</summary>
internal sealed class FaultList
{
    /// <summary>
    /// Most bytes of UTF-8 of a text in all languages, as it is shown: a hundred refusals, each with where the desk is, must fit into one
    /// message of 64 KB.
    /// </summary>
    internal const int MostTextBytes = 320;

    private static readonly string[] Languages = ["en", "zh", "sv", "de"];

    private readonly List<CatalogFault> _found = [];

    internal IReadOnlyList<CatalogFault> Found => _found;

    internal void Require(bool holds, string path, string message)
    {
        if (!holds)
        {
            _found.Add(new CatalogFault(path, message));
        }
    }

    internal void RequireUnique<T, TKey>(IReadOnlyList<T> items, Func<T, TKey> key, string path, string field)
        where TKey : notnull
    {
        var seen = new HashSet<TKey>();
        for (var i = 0; i < items.Count; i++)
        {
            Require(seen.Add(key(items[i])), field.Length == 0 ? $"{path}[{i}]" : $"{path}[{i}].{field}", $"\"{key(items[i])}\" is already used");
        }
    }

    internal void RequireId(string id, string path, int maxLength, bool dots = false)
    {
        var allowed = id.Length >= 1 && id.Length <= maxLength && id.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-' || (dots && c == '.'));
        Require(allowed, path, $"must be 1 to {maxLength} of a-z, 0-9, \"-\"{(dots ? " and \".\"" : "")}");
    }

    internal void RequireText(LocalizedText? text, string path)
    {
        Require(!string.IsNullOrWhiteSpace(text?.En), path + ".en", "must not be empty: English stands in for what is missing");
        Require(
            text is null || Languages.Sum(language => Encoding.UTF8.GetByteCount(text.In(language))) <= MostTextBytes,
            path,
            $"must not be longer than {MostTextBytes} bytes of UTF-8 in its four languages together, where English counts for each missing one");
    }

    internal void RequireMoney(Money money, string path, long least = 1)
    {
        Require(money.MinorUnits >= least, path + ".minorUnits", $"must be at least {least}");
        Require(money.Currency.Length == 3 && money.Currency.All(char.IsAsciiLetterUpper), path + ".currency", "must be an ISO 4217 code of three capitals");
    }
}
