using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;

namespace EdgeService.Identity;

/// <summary>Reads the URIs among a certificate's subject alternative names (RFC 5280, 4.2.1.6), which the platform does not list.</summary>
public static class CertificateNames
{
    private const string SubjectAlternativeNames = "2.5.29.17";
    private static readonly Asn1Tag UriName = new(TagClass.ContextSpecific, 6);

    public static IReadOnlyList<string> Uris(X509Certificate2 certificate)
    {
        var uris = new List<string>();
        foreach (var extension in certificate.Extensions)
        {
            if (extension.Oid?.Value == SubjectAlternativeNames)
                AddUris(new AsnReader(extension.RawData, AsnEncodingRules.DER).ReadSequence(), uris);
        }

        return uris;
    }

    private static void AddUris(AsnReader names, List<string> uris)
    {
        while (names.HasData)
        {
            if (names.PeekTag().HasSameClassAndValue(UriName))
                uris.Add(names.ReadCharacterString(UniversalTagNumber.IA5String, UriName));
            else
                names.ReadEncodedValue();
        }
    }
}
