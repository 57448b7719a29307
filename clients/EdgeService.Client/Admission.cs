using EdgeService.Core.Eligibility;
using Perks.Edge.V1;
using Decision = Perks.Edge.V1.Decision;

namespace EdgeService.Client;

/// <summary>On whose word something was opened, lent or taken back.</summary>
public enum AdmissionBasis
{
    /// <summary>Nobody's: it was refused.</summary>
    None = 0,

    /// <summary>The service has it in its ledger.</summary>
    Service = 1,

    /// <summary>The edge noted it and settles it when its ledger is back.</summary>
    Provisional = 2,

    /// <summary>The terminal itself, by the perk's offline class: it is in its journal.</summary>
    CutOff = 3,
}

/// <summary>What became of something shown, lent or brought back. A refusal is a value too.</summary>
public sealed record Admission
{
    public required AdmissionBasis Basis { get; init; }

    /// <summary>What the scanner read, where something was scanned.</summary>
    public ScannedKind Scanned { get; init; } = ScannedKind.Token;

    /// <summary>What the service decided; null where it did not.</summary>
    public Decision? Decision { get; init; }

    /// <summary>The grant; null on a refusal, and where it is not in the ledger yet.</summary>
    public Grant? Grant { get; init; }

    /// <summary>What verifying the token found, where it was not valid.</summary>
    public TokenVerdict Verdict { get; init; }

    /// <summary>What the gate should do next with the token.</summary>
    public TokenRemedy Remedy { get; init; }

    /// <summary>When the token was redeemed before, where it was.</summary>
    public DateTimeOffset? RedeemedAt { get; init; }

    /// <summary>Whether a thing named is still out under another grant.</summary>
    public bool ItemTaken { get; init; }

    /// <summary>What the terminal made of it by itself; null where the service answered.</summary>
    public OfflineFinding? Offline { get; init; }

    /// <summary>What the service found wrong with the call itself; null where it answered.</summary>
    public EdgeFault? Fault { get; init; }

    /// <summary>Whether to open, hand over, or take in.</summary>
    public bool MayOpen => Basis != AdmissionBasis.None;

    /// <summary>A line for the terminal's screen.</summary>
    /// <param name="language"><c>zh</c>, <c>en</c>, <c>sv</c> or <c>de</c>; English where it is another.</param>
    public string TextIn(string language) => StaffWording.Of(this, language);

    internal static Admission NotAToken(ScannedKind kind) => new()
    {
        Basis = AdmissionBasis.None,
        Scanned = kind,
        Verdict = TokenVerdict.Malformed,
        Remedy = TokenRemedy.ScanAgain,
    };

    internal static Admission Of(RedeemTokenResponse reply) => new()
    {
        Basis = reply.Outcome switch
        {
            RedeemOutcome.Redeemed => AdmissionBasis.Service,
            RedeemOutcome.Provisional => AdmissionBasis.Provisional,
            _ => AdmissionBasis.None,
        },
        Decision = reply.Decision,
        Grant = reply.Grant,
        Verdict = reply.Outcome == RedeemOutcome.AlreadyRedeemed ? TokenVerdict.AlreadyRedeemed : reply.Verdict,
        Remedy = reply.Remedy,
        RedeemedAt = reply.RedeemTime?.ToDateTimeOffset(),
        ItemTaken = reply.Outcome == RedeemOutcome.ItemTaken,
    };

    internal static Admission Of(BeginGrantResponse reply) => new()
    {
        Basis = reply.Outcome switch
        {
            GrantOutcome.Granted => AdmissionBasis.Service,
            GrantOutcome.Provisional => AdmissionBasis.Provisional,
            _ => AdmissionBasis.None,
        },
        Decision = reply.Decision,
        Grant = reply.Grant,
        ItemTaken = reply.Outcome == GrantOutcome.ItemTaken,
    };

    internal static Admission Of(OfflineFinding finding) => new()
    {
        Basis = finding.MayOpen ? AdmissionBasis.CutOff : AdmissionBasis.None,
        Verdict = finding.Refusal == CutOffRefusal.Token ? finding.Verdict : TokenVerdict.Unspecified,
        Remedy = finding.Remedy,
        Offline = finding,
    };

    internal static Admission Faulty(EdgeFault fault) => new() { Basis = AdmissionBasis.None, Fault = fault };
}
