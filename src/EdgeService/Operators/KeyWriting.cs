using EdgeService.Core.Tokens;
using EdgeService.Flow;
using EdgeService.Signing;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Wire = Perks.Admin.V1;

namespace EdgeService.Operators;

/// <summary>Signing keys on the wire.</summary>
public static class KeyWriting
{
    public static Wire.ListKeysResponse Write(KeysShown shown)
    {
        var response = new Wire.ListKeysResponse { Notice = shown.Notice.ToDuration(), CurrentTime = shown.Now.ToTimestamp() };
        response.Keys.Add(shown.Keys.Select(Write));
        response.CompromisedKeys.Add(shown.Compromised.Select(key => new Wire.CompromisedKey
        {
            KeyId = Terminals.TokenWriting.Write(key.Id),
            CompromiseTime = Write(key.At),
            EndTime = Write(key.TokensUntil),
        }));
        return response;
    }

    /// <summary>Wire stages have the numbers of the core's.</summary>
    public static Wire.SigningKey Write(KeyStanding standing)
    {
        var (key, terms) = (standing.Key, standing.Terms);
        var message = new Wire.SigningKey
        {
            KeyId = Terminals.TokenWriting.Write(key.Id),
            Stage = (Wire.KeyStage)standing.Stage,
            Own = terms is not null,
            SubjectPublicKeyInfo = ByteString.CopyFrom(key.PublicKey.Span),
            PublishTime = Write(terms?.PublishedFrom ?? key.UsableFrom),
            SignStartTime = Write(terms?.SignsFrom ?? SigningTerms.Never),
            SignEndTime = Write(terms?.SignsUntil ?? SigningTerms.Never),
            EndTime = terms?.SignsUntil == SigningTerms.Never ? null : Write(key.UsableUntil),
            Scope = new Wire.KeyScope { MaxLifetime = key.Scope.MaxLifetime.ToDuration() },
        };
        message.Scope.Venues.Add(key.Scope.Venues?.Order(StringComparer.Ordinal) ?? Enumerable.Empty<string>());
        message.Scope.PerkCodes.Add(key.Scope.Perks?.Order().Select(code => (int)code) ?? []);
        return message;
    }

    private static Timestamp? Write(DateTimeOffset time) => time == SigningTerms.Never || time == DateTimeOffset.MinValue ? null : time.ToTimestamp();
}
