using System.Text.Json;

namespace EdgeService.Tests.Budgets;

/// <summary>What one operation may cost.</summary>
/// <param name="Bytes">Allocates at most so many; more is a failure.</param>
/// <param name="Microseconds">Takes about so long on the machine that the figures were taken on; more is only said.</param>
internal sealed record Budget(long Bytes, double Microseconds)
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    public static IReadOnlyDictionary<string, Budget> All { get; } =
        JsonSerializer.Deserialize<Dictionary<string, Budget>>(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Budgets", "allocations.json")), Web)!;

    public Budget AtBest(Budget other) => new(Math.Min(Bytes, other.Bytes), Math.Min(Microseconds, other.Microseconds));
}
