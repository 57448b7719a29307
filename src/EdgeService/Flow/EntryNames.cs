using System.Collections.Frozen;
using EdgeService.Core.Grants;

namespace EdgeService.Flow;

/// <summary>Names of what happened to grants, as callers read them, such as <c>HANDED_OVER</c>.</summary>
public static class EntryNames
{
    private static readonly FrozenDictionary<EntryKind, string> Kinds = Enum.GetValues<EntryKind>().ToFrozenDictionary(kind => kind, kind => Spelled(kind.ToString()));

    /// <summary>The name; a number for a kind of a later version.</summary>
    public static string Of(EntryKind kind) => Kinds.TryGetValue(kind, out var name) ? name : kind.ToString("d");

    internal static string Spelled(string name) =>
        string.Concat(name.Select((letter, index) => index > 0 && char.IsUpper(letter) ? "_" + letter : letter.ToString())).ToUpperInvariant();
}
