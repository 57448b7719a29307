using EdgeService.Core.Members;

namespace EdgeService.Signing;

/// <summary>What was found in an app code.</summary>
/// <param name="Fault">The first fault, or none.</param>
/// <param name="Member">Key of the member it names; of an expired code too.</param>
/// <param name="IssuedAt">When the member's app asked for it.</param>
public readonly record struct OpenedAppCode(AppCodeFault Fault, MemberKey Member, DateTimeOffset IssuedAt);

/// <summary>Opens app codes and turns member ids into member keys. Safe for any number of threads.</summary>
public sealed class AppCodeReader(SealingCiphers ciphers, DeploymentSecrets secrets)
{
    public OpenedAppCode Open(string text, DateTimeOffset now)
    {
        Span<byte> memberId = stackalloc byte[MemberKeys.MaxMemberIdBytes];
        var reading = AppCode.Open(text, ciphers.AppCodes, now, memberId);
        var member = reading.MemberIdLength == 0 ? default : MemberKeys.Of(memberId[..reading.MemberIdLength], secrets.Member);
        return new OpenedAppCode(reading.Fault, member, reading.IssuedAt);
    }

    /// <summary>The key of a member id; false if it is not 1–64 bytes of well-formed text.</summary>
    public bool TryKeyOf(string memberId, out MemberKey member) => MemberKeys.TryOf(memberId, secrets.Member, out member);
}
