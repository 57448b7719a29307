namespace EdgeService.Tests.Proof;

/// <summary>What may be said of one item: it is out under one grant at a time. A state names that grant, or nothing.</summary>
internal static class ItemModel
{
    /// <summary>What a history says of an item.</summary>
    public static IReadOnlyList<Observation> Of(string item, IReadOnlyList<Observation> history)
    {
        var grants = history.Where(seen => seen.Told == Told.Granted && seen.Item == item).Select(seen => seen.Grant).ToHashSet();
        return [.. history.Where(seen => IsAsked(seen) ? seen.Item == item : IsEnd(seen) && grants.Contains(seen.Grant))];
    }

    public static string? Next(string state, Observation seen) => seen.Told switch
    {
        Told.Granted => state.Length == 0 ? seen.Grant : null,
        Told.ItemTaken => state.Length > 0 ? state : null,
        _ => state == seen.Grant ? "" : null,
    };

    private static bool IsAsked(Observation seen) => seen.Told is Told.Granted or Told.ItemTaken;

    private static bool IsEnd(Observation seen) => seen is { Act: Act.Return or Act.Cancel, Told: Told.Done };
}
