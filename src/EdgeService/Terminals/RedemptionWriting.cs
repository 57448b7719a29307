using EdgeService.Core.Grants;
using EdgeService.Core.Tokens;
using EdgeService.Flow;
using Google.Protobuf.WellKnownTypes;
using Wire = Perks.Edge.V1;

namespace EdgeService.Terminals;

/// <summary>What became of redemptions and revocations, on the wire.</summary>
public static class RedemptionWriting
{
    public static Wire.RedeemTokenResponse Write(Redemption redemption)
    {
        var message = WriteOutcome(redemption);
        foreach (var stated in redemption.Stated)
            message.StatedAttributes.Add(stated.Name, FieldWriting.Write(stated.Value));
        return message;
    }

    private static Wire.RedeemTokenResponse WriteOutcome(Redemption redemption) => new()
    {
        Outcome = (Wire.RedeemOutcome)redemption.Result,
        Grant = redemption.Grant is { } grant ? GrantWriting.Write(grant) : null,
        Decision = redemption.Decided is { } decided ? DecisionWriting.Write(decided) : null,
        Verdict = redemption.Result == RedemptionResult.InvalidToken ? TokenWriting.Write(redemption.Fault) : Wire.TokenVerdict.Unspecified,
        Remedy = TokenWriting.RemedyOf(redemption.Fault),
        RedeemTime = redemption.RedeemedAt?.ToTimestamp(),
        MemberPseudonym = redemption.Pseudonym,
        Provisional = redemption.Note is { } note ? GrantWriting.Write(note) : null,
    };

    public static Wire.RevokeTokenResponse Write(Revocation revocation) => new()
    {
        Outcome = revocation.Result switch
        {
            GrantResult.Revoked or GrantResult.AlreadyRevoked => Wire.RevokeOutcome.Revoked,
            GrantResult.AlreadyRedeemed => Wire.RevokeOutcome.AlreadyRedeemed,
            GrantResult.TokenExpired => Wire.RevokeOutcome.Expired,
            _ => Wire.RevokeOutcome.InvalidToken,
        },
        Verdict = revocation.Fault == TokenFault.None ? Wire.TokenVerdict.Unspecified : TokenWriting.Write(revocation.Fault),
    };
}
