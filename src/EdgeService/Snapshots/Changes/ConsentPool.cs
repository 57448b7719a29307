using EdgeService.Core.Snapshots;

namespace EdgeService.Snapshots.Changes;

/// <summary>
/// Equal consent sets made one: most members have agreed to one of few. At the limit it starts anew, which costs memory and nothing else.
/// Not for several threads at once.
/// </summary>
internal sealed class ConsentPool
{
    private const int Limit = 1 << 16;

    private readonly Dictionary<string, ConsentSet> _known = new(StringComparer.Ordinal);

    public Standing Share(in Standing standing) => standing with { Consents = Share(standing.Consents) };

    private ConsentSet Share(ConsentSet set)
    {
        if (set.Contracts.Count == 0)
            return ConsentSet.None;
        var name = string.Join(' ', set.Contracts.Select(contract => $"{(int)contract.Scene}@{contract.PartnerId}").Order(StringComparer.Ordinal));
        if (_known.TryGetValue(name, out var known))
            return known;
        if (_known.Count >= Limit)
            _known.Clear();
        _known.Add(name, set);
        return set;
    }
}
