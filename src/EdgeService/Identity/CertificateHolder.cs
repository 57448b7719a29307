namespace EdgeService.Identity;

/// <summary>What a verified client certificate says.</summary>
/// <param name="caller">Null if the certificate names nobody we know how to read, or somebody of a role that its authority does not vouch for.</param>
/// <param name="validUntil">When the certificate ends, in UTC.</param>
public sealed class CertificateHolder(Caller? caller, DateTimeOffset validUntil)
{
    private long _nextSight = caller?.Role == CallerRole.Terminal ? 0 : long.MaxValue;

    public Caller? Caller { get; } = caller;

    public DateTimeOffset ValidUntil { get; } = validUntil;

    public DateTimeOffset ValidFrom { get; init; }

    /// <summary>Serial number in capital hexadecimal digits, without leading zeros.</summary>
    public string Serial { get; init; } = "";

    /// <summary>Name of who issued it, in the certificate's own encoding, in hexadecimal digits.</summary>
    public string Issuer { get; init; } = "";

    /// <summary>SHA-256 of the certificate, in hexadecimal digits.</summary>
    public string Digest { get; init; } = "";

    /// <summary>SHA-256 of its public key, in hexadecimal digits.</summary>
    public string KeyDigest { get; init; } = "";

    /// <summary>Whether this edge has ever found it good while the register answered.</summary>
    public bool WasGood { get; set; }

    /// <summary>Whether its terminal was seen so long ago that a call is worth noting; true once for each such time.</summary>
    public bool IsWorthNoting(DateTimeOffset now)
    {
        var due = Volatile.Read(ref _nextSight);
        return now.UtcTicks >= due && Interlocked.CompareExchange(ref _nextSight, (now + Sightings.Apart).UtcTicks, due) == due;
    }
}
