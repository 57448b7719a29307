using System.Collections.Immutable;
using EdgeService.Core.Tokens;

namespace EdgeService.Signing;

/// <summary>
/// What the deployment's other edges sign with: of each a key list, <c>edge-&lt;number&gt;.json</c>, in a folder that all of them share or that is
/// copied between them, and marks of keys that are believed no more. Public keys only. What cannot be read there holds up nothing else.
/// </summary>
public sealed class TrustedKeys
{
    private readonly ImmutableDictionary<string, KeyList> _lists;
    private readonly ImmutableArray<VerificationKey> _keys;
    private readonly ImmutableArray<KeyId> _struckOff;
    private readonly ImmutableArray<CompromisedKey> _marked;

    private TrustedKeys(string mark, ImmutableDictionary<string, KeyList> lists, IReadOnlyList<CompromisedKey> marked, IReadOnlyList<string> faults)
    {
        (Mark, Faults, _lists) = (mark, faults, lists);
        _keys = [.. lists.Values.SelectMany(list => list.Keys)];
        _struckOff = [.. lists.Values.SelectMany(list => list.Compromised)];
        _marked = [.. marked];
    }

    public static TrustedKeys None { get; } = new("", ImmutableDictionary<string, KeyList>.Empty, [], []);

    /// <summary>What <see cref="MarkOf"/> said of the folder just before it was read.</summary>
    public string Mark { get; }

    /// <summary>What could not be read there.</summary>
    public IReadOnlyList<string> Faults { get; }

    public static string FileOf(int edge) => $"edge-{edge}.json";

    /// <exception cref="KeyMaterialException">The folder cannot be looked into.</exception>
    public static string MarkOf(string folder, int self) => KeyFolders.MarkOf(folder, "*.json", "*" + CompromisedKey.Ending)
        + (File.Exists(Path.Combine(folder, FileOf(self))) ? "" : "|own list missing");

    /// <summary>Reads the lists of all edges but this one. Of a list that cannot be used the one that was read before stays, if there was one.</summary>
    /// <exception cref="KeyMaterialException">The folder cannot be looked into.</exception>
    public static TrustedKeys Load(string folder, int self, TrustedKeys before)
    {
        var (mark, faults) = (MarkOf(folder, self), new List<string>());
        var lists = ImmutableDictionary.CreateBuilder<string, KeyList>();
        foreach (var file in KeyFolders.FilesIn(folder, "*.json").Where(file => file.Name != FileOf(self)))
        {
            if ((Read(file.FullName, faults) ?? before._lists.GetValueOrDefault(file.Name)) is { } list)
                lists.Add(file.Name, list);
        }

        return new(mark, lists.ToImmutable(), CompromisedKey.ReadAll(folder, faults), faults);
    }

    public VerificationKey? Find(KeyId id) => _keys.FirstOrDefault(key => key.Id == id);

    public bool IsStruckOff(KeyId id) => _struckOff.Contains(id) || _marked.Any(mark => mark.Id == id);

    /// <summary>Everything that is believed now: the keys of this edge, and those of others whose tokens can still be good.</summary>
    public KeyList With(KeyList own, DateTimeOffset now)
    {
        var others = _keys.Where(key => own.Find(key.Id) is null && !own.Compromised.Contains(key.Id) && now - TokenFormat.ClockSlack < key.UsableUntil);
        var marks = _marked.Where(mark => mark.IsNamedAt(now)).Select(mark => mark.Id);
        return new([.. own.Keys, .. others.DistinctBy(key => key.Id)], [.. own.Compromised, .. _struckOff, .. marks]);
    }

    private static KeyList? Read(string path, List<string> faults)
    {
        try
        {
            if (KeyListJson.TryRead(File.ReadAllBytes(path), out var fault) is { } list)
                return list;
            faults.Add($"{path}: {fault}");
        }
        catch (Exception denied) when (denied is IOException or UnauthorizedAccessException)
        {
            faults.Add($"{path} cannot be read: {denied.Message}");
        }

        return null;
    }
}
