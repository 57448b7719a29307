namespace EdgeService.Core.Tokens;

/// <summary>What a gate should do next with a token it has refused.</summary>
public enum TokenRemedy
{
    /// <summary>Nothing: go on.</summary>
    None = 0,

    /// <summary>The scanner misread, or it is no token: scan again.</summary>
    ScanAgain = 1,

    /// <summary>Ask the member for a fresh token.</summary>
    NewToken = 2,

    /// <summary>Fetch the key list, then verify again.</summary>
    RefreshKeys = 3,

    /// <summary>It is good elsewhere: send the member to the gate it names.</summary>
    OtherGate = 4,

    /// <summary>Do not try again: offer the venue's remedy.</summary>
    VenueRemedy = 5,
}

/// <summary>The one remedy of each fault.</summary>
public static class TokenRemedies
{
    public static TokenRemedy Of(TokenFault fault) => fault switch
    {
        TokenFault.None => TokenRemedy.None,
        TokenFault.Shape => TokenRemedy.ScanAgain,
        TokenFault.UnknownKey or TokenFault.NotYetValid => TokenRemedy.RefreshKeys,
        TokenFault.WrongAudience => TokenRemedy.OtherGate,
        TokenFault.NotCanonical or TokenFault.Expired or TokenFault.Revoked or TokenFault.AlreadyRedeemed or TokenFault.KeyCompromised => TokenRemedy.NewToken,
        _ => TokenRemedy.VenueRemedy,
    };
}
