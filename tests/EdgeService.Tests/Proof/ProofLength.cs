using System.Globalization;

namespace EdgeService.Tests.Proof;

/// <summary>
/// How long the proofs run: a little by default, in full with <c>EDGE_PROOF=long</c>. <c>EDGE_PROOF_SEED</c> repeats the choices of a run.
/// </summary>
internal static class ProofLength
{
    public static bool IsLong => Environment.GetEnvironmentVariable("EDGE_PROOF") == "long";

    public static int Seed =>
        int.TryParse(Environment.GetEnvironmentVariable("EDGE_PROOF_SEED"), CultureInfo.InvariantCulture, out var seed) ? seed : Random.Shared.Next(1_000_000);

    public static int Of(int brief, int full) => IsLong ? full : brief;
}
