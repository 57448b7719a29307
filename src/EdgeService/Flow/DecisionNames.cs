using System.Collections.Frozen;
using EdgeService.Core.Eligibility;

namespace EdgeService.Flow;

/// <summary>Names of outcomes, codes and reasons as meters, logs and members read them; made once, since hot paths need them.</summary>
public static class DecisionNames
{
    private static readonly FrozenDictionary<Outcome, string> Outcomes = NamesOf<Outcome>();
    private static readonly FrozenDictionary<TerminalCode, string> Codes = NamesOf<TerminalCode>();
    private static readonly FrozenDictionary<Reason, string> Reasons = NamesOf<Reason>();

    public static string Of(Outcome outcome) => Outcomes[outcome];

    public static string Of(TerminalCode code) => Codes[code];

    public static string Of(Reason reason) => Reasons[reason];

    private static FrozenDictionary<T, string> NamesOf<T>()
        where T : struct, Enum => Enum.GetValues<T>().ToFrozenDictionary(value => value, value => SnakeCase(value.ToString()));

    private static string SnakeCase(string name) =>
        string.Concat(name.Select((letter, index) => index > 0 && char.IsUpper(letter) ? "_" + letter : letter.ToString())).ToUpperInvariant();
}
