using System.Globalization;

namespace EdgeService.Tests.Proof;

/// <summary>
/// How long the proofs run: a little by default, in full with <c>EDGE_PROOF=long</c>, so many rounds with <c>EDGE_PROOF=30</c>.
/// <c>EDGE_PROOF_SEED</c> repeats the choices of a run.
/// </summary>
internal static class ProofLength
{
    public static int Seed => Number("EDGE_PROOF_SEED") ?? Random.Shared.Next(1_000_000);

    /// <summary>Rounds to run.</summary>
    public static int Of(int brief, int full) =>
        Environment.GetEnvironmentVariable("EDGE_PROOF") == "long" ? full : Number("EDGE_PROOF") ?? brief;

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : null;
}
