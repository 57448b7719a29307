using EdgeCtl.Rendering;
using Perks.Edge.V1;

namespace EdgeCtl.Demo;

/// <summary>Replies in a word or two, as the stories compare them.</summary>
internal static class Answers
{
    public static string Of(Decision decision) => decision.RefusalCode == RefusalCode.Unspecified
        ? Names.Of(decision.Outcome)
        : $"{Names.Of(decision.Outcome)} {Names.Of(decision.RefusalCode)}";

    public static string Of(BeginGrantResponse reply) => reply.Outcome == GrantOutcome.Refused
        ? $"REFUSED {Names.Of(reply.Decision.RefusalCode)}"
        : Names.Of(reply.Outcome);

    public static string Of(Grant grant) => Names.Of(grant.Custody);

    public static string OfMoney(Grant grant) => Names.Of(grant.Money?.State ?? MoneyState.None);

    public static string OfRecord(Grant grant) => $"{Of(grant)} {Names.Of(grant.RecordEffect)}";

    public static string Of(RedeemTokenResponse reply) => Names.Of(reply.Outcome);

    public static string Of(VerifyTokenResponse reply) => Names.Of(reply.Verdict);
}
