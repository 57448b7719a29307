using EdgeService.Core.Tokens;

namespace EdgeService.TokenAttacks;

/// <summary>One way to get a gate to open.</summary>
/// <param name="Name">What is tried.</param>
/// <param name="Fault">The verdict it must meet; its remedy follows.</param>
/// <param name="Make">The text that is shown to the scanner.</param>
internal sealed record TokenAttack(string Name, TokenFault Fault, Func<AttackedToken, string> Make)
{
    /// <summary>All of them, by name.</summary>
    public static IReadOnlyDictionary<string, TokenAttack> All { get; } =
        HeaderAttacks.All.Concat(ClaimAttacks.All).Concat(SignatureAttacks.All).Concat(FormAttacks.All).Concat(TextAttacks.All).ToDictionary(attack => attack.Name);
}
