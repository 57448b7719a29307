using EdgeService.Core.Members;

namespace EdgeService.Signing;

/// <summary>What was found in an app code.</summary>
/// <param name="Fault">The first fault, or none.</param>
/// <param name="Member">The member it names; of an expired code too.</param>
/// <param name="IssuedAt">When the member's app asked for it.</param>
public readonly record struct OpenedAppCode(AppCodeFault Fault, MemberTag Member, DateTimeOffset IssuedAt);

/// <summary>Opens app codes and turns member ids, and the numbers of cards and documents, into tags. Safe for any number of threads.</summary>
public sealed class AppCodeReader(SealingCiphers ciphers, DeploymentSecrets secrets)
{
    public OpenedAppCode Open(string text, DateTimeOffset now)
    {
        Span<byte> memberId = stackalloc byte[MemberKeys.MaxMemberIdBytes];
        var reading = default(AppCodeReading);
        foreach (var version in ciphers.AppCodes)
        {
            reading = AppCode.Open(text, version, now, memberId);
            if (reading.Fault != AppCodeFault.NotOurs)
                break;
        }

        var member = reading.MemberIdLength == 0 ? default : MemberKeys.TagOf(memberId[..reading.MemberIdLength], secrets.Member);
        return new OpenedAppCode(reading.Fault, member, reading.IssuedAt);
    }

    /// <summary>The tag of a card that the partner issued, or of an identity document; false if it has no 1–64 letters and digits.</summary>
    public bool TryAliasOf(MemberRefKind kind, string partnerId, string number, out AliasTag alias) =>
        AliasTags.TryOf(kind, partnerId, number, secrets.Member, out alias);

    /// <summary>The tag of a member id; false if it is not 1–64 bytes of well-formed text.</summary>
    public bool TryTagOf(string memberId, out MemberTag member) => MemberKeys.TryTagOf(memberId, secrets.Member, out member);
}
