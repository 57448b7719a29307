using System.Security.Cryptography;

namespace EdgeService.Core.Tokens;

/// <summary>Why a status list is refused, in the order of checking.</summary>
public enum StatusListFault
{
    None = 0,

    /// <summary>Not a signed status list.</summary>
    Shape = 1,

    /// <summary>The key list does not hold the signing key, or not for this time.</summary>
    UnknownKey = 2,

    /// <summary>Its key is believed no more.</summary>
    KeyCompromised = 3,

    /// <summary>The signature does not hold.</summary>
    BadSignature = 4,

    /// <summary>Genuine, but of another key's tokens.</summary>
    OtherList = 5,

    /// <summary>It says nothing any more.</summary>
    Expired = 6,
}

/// <summary>
/// Verifies status lists, and tokens by them, without asking the service: everything is a value, the time too. A list says which tokens were
/// revoked; which were redeemed stands in the ledger alone.
/// </summary>
public static class StatusListVerification
{
    /// <param name="bytes">The list as published.</param>
    /// <param name="keys">The key list: any key of it may sign a list, whatever its tokens may be for.</param>
    /// <param name="tokensOf">The key whose tokens the list must be about.</param>
    /// <param name="now">The time.</param>
    /// <param name="fault">Why it is refused.</param>
    public static StatusListToken? TryVerify(ReadOnlySpan<byte> bytes, KeyList keys, KeyId tokensOf, DateTimeOffset now, out StatusListFault fault)
    {
        ArgumentNullException.ThrowIfNull(keys);
        fault = StatusListFault.Shape;
        if (!CoseSign1.TryRead(bytes, out var message) || !IsProfile(message)) return null;
        fault = SignatureFaultOf(message, keys, now);
        if (fault != StatusListFault.None) return null;
        var token = StatusListPayload.TryRead(message.Payload);
        fault = token is null ? StatusListFault.Shape
            : token.Subject != StatusListToken.SubjectOf(tokensOf) ? StatusListFault.OtherList
            : now - TokenFormat.ClockSlack >= token.ExpiresAt ? StatusListFault.Expired
            : StatusListFault.None;
        return fault == StatusListFault.None ? token : null;
    }

    /// <summary>Reads a list without believing it: for showing what it says.</summary>
    public static StatusListToken? TryReadUnverified(ReadOnlySpan<byte> bytes) =>
        CoseSign1.TryRead(bytes, out var message) ? StatusListPayload.TryRead(message.Payload) : null;

    /// <summary>Adds what a list says to what verifying a token found: the check that follows those of <see cref="TokenVerification"/>.</summary>
    /// <param name="verdict">What verifying found.</param>
    /// <param name="list">The verified list of the tokens of its key; null where there is none.</param>
    /// <param name="now">The time.</param>
    /// <param name="finding">What is known of its status.</param>
    public static TokenVerdict Check(in TokenVerdict verdict, StatusListToken? list, DateTimeOffset now, out StatusFinding finding)
    {
        var about = list is not null && verdict.IsGood && list.Subject == StatusListToken.SubjectOf(verdict.Key);
        finding = about && verdict.Claims.StatusIndex is { } index ? list!.Find(index, now) : StatusFinding.Unknown;
        return finding == StatusFinding.Revoked ? verdict with { Fault = TokenFault.Revoked } : verdict;
    }

    private static bool IsProfile(in CoseSign1 message) =>
        message.IsTagged
        && message.Protected is { HasAlgorithm: true, HasKeyId: true }
        && message.KeyId.Length == KeyId.Size
        && message.Protected.Type.SequenceEqual("application/statuslist+cwt"u8)
        && message.Signature.Length == TokenFormat.SignatureSize;

    private static StatusListFault SignatureFaultOf(in CoseSign1 message, KeyList keys, DateTimeOffset now)
    {
        var id = KeyId.Read(message.KeyId);
        if (keys.Compromised.Contains(id)) return StatusListFault.KeyCompromised;
        if (keys.Find(id) is not { } key || now + TokenFormat.ClockSlack < key.UsableFrom || now - TokenFormat.ClockSlack >= key.UsableUntil) return StatusListFault.UnknownKey;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        StatusListWriting.HashOf(message, hash);
        return message.Algorithm == key.Algorithm && key.HasSigned(hash, message.Signature) ? StatusListFault.None : StatusListFault.BadSignature;
    }
}
