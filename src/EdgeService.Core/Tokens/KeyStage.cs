namespace EdgeService.Core.Tokens;

/// <summary>Where a signing key stands in its life. The stages follow one another and none comes back.</summary>
public enum KeyStage
{
    /// <summary>Made, and known to nobody.</summary>
    Prepared = 1,

    /// <summary>On the key list, so that verifiers know it before it signs.</summary>
    Published = 2,

    /// <summary>Signs what a newer key in use does not.</summary>
    InUse = 3,

    /// <summary>Signs no more; on the key list until its last token has expired.</summary>
    Retired = 4,

    /// <summary>Its last token has expired: the file may go.</summary>
    Ended = 5,

    /// <summary>Believed no more, from one moment to the next, and named so that verifiers can tell.</summary>
    Compromised = 6,
}
