using System.Security.Cryptography;
using Net.Pkcs11Interop.Common;
using Net.Pkcs11Interop.HighLevelAPI;
using ISession = Net.Pkcs11Interop.HighLevelAPI.ISession;

namespace EdgeService.Signing.Devices;

/// <summary>Makes, finds and destroys keys in a hardware module.</summary>
internal static class Pkcs11Keys
{
    /// <summary>The curve P-256 as the module wants it: its object identifier in DER.</summary>
    private static readonly byte[] P256 = Convert.FromHexString("06082a8648ce3d030107");

    /// <summary>What stands before the 65 bytes of an uncompressed point in a SubjectPublicKeyInfo of that curve.</summary>
    private static readonly byte[] PublicKeyHead = Convert.FromHexString("3059301306072a8648ce3d020106082a8648ce3d030107034200");

    private const int PointSize = 65;

    /// <summary>Makes a key pair that cannot be taken out, under a label of its own.</summary>
    /// <exception cref="CryptographicException">The device cannot be used, or cannot do it.</exception>
    public static (Pkcs11Place Place, byte[] PublicKey) Make(Pkcs11Place place)
    {
        var made = place with { Object = $"edge-{Guid.NewGuid():N}" };
        using var sessions = new Pkcs11Sessions(place);
        return (made, sessions.Use(session => Make(session, made.Object)));
    }

    public static IObjectHandle Find(ISession session, Pkcs11Place place)
    {
        var found = session.FindAllObjects([Attribute(CKA.CKA_CLASS, CKO.CKO_PRIVATE_KEY), Attribute(CKA.CKA_LABEL, place.Object)]);
        return found.Count == 1 ? found[0] : throw new CryptographicException($"token {place.Token} has {found.Count} private keys of the label {place.Object}");
    }

    /// <summary>Destroys a key pair; nothing happens when it is gone.</summary>
    public static void Destroy(Pkcs11Place place)
    {
        using var sessions = new Pkcs11Sessions(place);
        sessions.Use(session =>
        {
            var objects = session.FindAllObjects([Attribute(CKA.CKA_LABEL, place.Object)]);
            objects.ForEach(session.DestroyObject);
            return objects.Count;
        });
    }

    private static byte[] Make(ISession session, string label)
    {
        List<IObjectAttribute> open = [Attribute(CKA.CKA_LABEL, label), Attribute(CKA.CKA_TOKEN, true), Attribute(CKA.CKA_VERIFY, true), Attribute(CKA.CKA_EC_PARAMS, P256)];
        List<IObjectAttribute> closed =
        [
            Attribute(CKA.CKA_LABEL, label), Attribute(CKA.CKA_TOKEN, true), Attribute(CKA.CKA_PRIVATE, true), Attribute(CKA.CKA_SIGN, true),
            Attribute(CKA.CKA_SENSITIVE, true), Attribute(CKA.CKA_EXTRACTABLE, false),
        ];
        session.GenerateKeyPair(Pkcs11Sessions.Factories.MechanismFactory.Create(CKM.CKM_EC_KEY_PAIR_GEN), open, closed, out var publicKey, out _);
        var point = session.GetAttributeValue(publicKey, [CKA.CKA_EC_POINT])[0].GetValueAsByteArray();
        return [.. PublicKeyHead, .. point[^PointSize..]];
    }

    private static IObjectAttribute Attribute(CKA name, CKO value) => Pkcs11Sessions.Factories.ObjectAttributeFactory.Create(name, value);

    private static IObjectAttribute Attribute(CKA name, string value) => Pkcs11Sessions.Factories.ObjectAttributeFactory.Create(name, value);

    private static IObjectAttribute Attribute(CKA name, bool value) => Pkcs11Sessions.Factories.ObjectAttributeFactory.Create(name, value);

    private static IObjectAttribute Attribute(CKA name, byte[] value) => Pkcs11Sessions.Factories.ObjectAttributeFactory.Create(name, value);
}
