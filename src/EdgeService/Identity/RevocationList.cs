using System.Collections.Frozen;
using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EdgeService.Identity;

/// <summary>What an authority has revoked: a certificate revocation list (RFC 5280, 5.1).</summary>
/// <param name="Issuer">The authority's name in the list's own encoding, in hexadecimal digits.</param>
/// <param name="ThisUpdate">When it was made.</param>
/// <param name="NextUpdate">When there will be another one at the latest.</param>
/// <param name="Number">Its number; 0 where it has none.</param>
/// <param name="Serials">Serial numbers of what is revoked.</param>
public sealed record RevocationList(string Issuer, DateTimeOffset ThisUpdate, DateTimeOffset NextUpdate, BigInteger Number, FrozenSet<string> Serials)
{
    private const string Label = "X509 CRL";
    private const string NumberExtension = "2.5.29.20";
    private static readonly Asn1Tag Extensions = new(TagClass.ContextSpecific, 0, isConstructed: true);

    /// <summary>The authority's name for people.</summary>
    public string Name => new X500DistinguishedName(Convert.FromHexString(Issuer)).Name;

    public bool Has(string serial) => Serials.Contains(serial);

    /// <summary>The lists of a file, DER or PEM.</summary>
    /// <exception cref="FormatException">It holds none, or something is wrong with one.</exception>
    public static IReadOnlyList<RevocationList> ReadAll(byte[] file, IReadOnlyCollection<X509Certificate2> authorities)
    {
        try
        {
            return [.. Encoded(file).Select(der => Read(der, authorities))];
        }
        catch (Exception broken) when (broken is AsnContentException or CryptographicException or ArgumentException or OverflowException)
        {
            throw new FormatException($"is no revocation list: {broken.Message}", broken);
        }
    }

    private static List<byte[]> Encoded(byte[] file)
    {
        if (file is [0x30, ..])
            return [file];
        var text = System.Text.Encoding.ASCII.GetString(file);
        var lists = new List<byte[]>();
        for (var rest = text.AsSpan(); PemEncoding.TryFind(rest, out var found); rest = rest[found.Location.End..])
        {
            if (rest[found.Label].SequenceEqual(Label))
                lists.Add(Convert.FromBase64String(rest[found.Base64Data].ToString()));
        }

        return lists.Count > 0 ? lists : throw new FormatException("holds no revocation list, neither as DER nor as PEM.");
    }

    private static RevocationList Read(byte[] der, IReadOnlyCollection<X509Certificate2> authorities)
    {
        var whole = new AsnReader(der, AsnEncodingRules.DER);
        var outer = whole.ReadSequence();
        whole.ThrowIfNotEmpty();
        var signed = outer.PeekEncodedValue();
        var list = Content(outer.ReadSequence());
        var algorithm = outer.ReadSequence().ReadObjectIdentifier();
        var signature = outer.ReadBitString(out var unusedBits);
        outer.ThrowIfNotEmpty();
        if (unusedBits != 0)
            throw new FormatException("has a signature that is no whole number of bytes.");
        var signers = authorities.Where(authority => Convert.ToHexString(authority.SubjectName.RawData) == list.Issuer).ToList();
        if (signers.Count == 0)
            throw new FormatException($"is of {list.Name}, which is no authority of any role here.");
        return signers.Any(signer => RevocationSignature.IsBy(signer, algorithm, signed.Span, signature))
            ? list
            : throw new FormatException($"was not signed by {list.Name}.");
    }

    private static RevocationList Content(AsnReader list)
    {
        if (list.PeekTag().HasSameClassAndValue(Asn1Tag.Integer))
            list.ReadInteger();
        list.ReadSequence();
        var issuer = Convert.ToHexString(list.ReadEncodedValue().Span);
        var made = Time(list);
        var next = list.HasData && IsTime(list.PeekTag()) ? Time(list) : throw new FormatException("does not say when the next one comes (nextUpdate).");
        var serials = list.HasData && list.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence) ? Revoked(list.ReadSequence()) : [];
        var number = list.HasData ? NumberIn(list.ReadSequence(Extensions).ReadSequence()) : BigInteger.Zero;
        return new RevocationList(issuer, made, next, number, serials.ToFrozenSet(StringComparer.Ordinal));
    }

    private static List<string> Revoked(AsnReader entries)
    {
        var serials = new List<string>();
        while (entries.HasData)
            serials.Add(SerialNumber.Of(entries.ReadSequence().ReadIntegerBytes().Span));
        return serials;
    }

    /// <summary>A critical extension narrows what the list is about, and what is not understood must not be overlooked.</summary>
    private static BigInteger NumberIn(AsnReader extensions)
    {
        var number = BigInteger.Zero;
        while (extensions.HasData)
        {
            var extension = extensions.ReadSequence();
            var id = extension.ReadObjectIdentifier();
            if (extension.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean) && extension.ReadBoolean())
                throw new FormatException($"is about a part of its authority's certificates only (critical extension {id}). Provide complete lists.");
            if (id == NumberExtension)
                number = new AsnReader(extension.ReadOctetString(), AsnEncodingRules.DER).ReadInteger();
        }

        return number;
    }

    private static bool IsTime(Asn1Tag tag) => tag.HasSameClassAndValue(Asn1Tag.UtcTime) || tag.HasSameClassAndValue(Asn1Tag.GeneralizedTime);

    private static DateTimeOffset Time(AsnReader list) => list.PeekTag().HasSameClassAndValue(Asn1Tag.UtcTime) ? list.ReadUtcTime() : list.ReadGeneralizedTime();
}
