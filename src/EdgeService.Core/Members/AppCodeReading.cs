namespace EdgeService.Core.Members;

/// <summary>What is wrong with a presented app code.</summary>
public enum AppCodeFault
{
    None = 0,

    /// <summary>Not the form of an app code: wrong prefix, alphabet, length or version.</summary>
    Malformed,

    /// <summary>The form is right, but it was not sealed under this deployment's key, or was changed since.</summary>
    NotOurs,

    /// <summary>More than 60 s old.</summary>
    Expired,

    /// <summary>Issued more than 30 s ahead of this clock.</summary>
    FromTheFuture,
}

/// <summary>The 96 random bits of an app code. They name the code itself, so that it can be pinned to the first terminal that shows it.</summary>
public readonly record struct AppCodeNonce(ulong High, uint Low);

/// <summary>What opening an app code found.</summary>
/// <param name="Fault">The first fault, or none. Without one, or with a wrong time, the rest is meaningful.</param>
/// <param name="Nonce">Names the code.</param>
/// <param name="IssuedAt">When the member's app asked for it, to the second.</param>
/// <param name="MemberIdLength">Bytes written to the caller's buffer, 1–64.</param>
public readonly record struct AppCodeReading(AppCodeFault Fault, AppCodeNonce Nonce, DateTimeOffset IssuedAt, int MemberIdLength);
