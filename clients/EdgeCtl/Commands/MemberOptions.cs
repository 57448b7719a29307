using System.CommandLine;
using System.CommandLine.Parsing;
using Perks.Edge.V1;

namespace EdgeCtl.Commands;

/// <summary>Who is present, by whatever a terminal could scan.</summary>
internal sealed class MemberOptions
{
    private readonly Option<string?> _member = new("--member")
    {
        Description = "A member id, such as demo-alice: makes a fresh app code from the development key, as the member's app would.",
        HelpName = "id",
    };

    private readonly Option<string?> _appCode = new("--app-code")
    {
        Description = "The code a member's app shows (PA1...).",
        HelpName = "code",
    };

    private readonly Option<string?> _card = new("--card")
    {
        Description = "The number of a card that the partner issued, such as CARD-ALICE at library or hospital, where the perk allows it.",
        HelpName = "number",
    };

    private readonly Option<string?> _document = new("--document")
    {
        Description = "The number of an identity document, such as ID-ALICE, where the perk allows it.",
        HelpName = "number",
    };

    private readonly Option<string?> _memberId = new("--member-id")
    {
        Description = "The bare member id instead of a code; only a service in Development takes it.",
        HelpName = "id",
    };

    public void AddTo(Command command)
    {
        Option[] all = [_member, _appCode, _card, _document, _memberId];
        foreach (var option in all)
        {
            command.Options.Add(option);
        }

        command.Validators.Add(result => RequireOne(result, all));
    }

    public MemberRef Read(Invocation invocation)
    {
        if (invocation.Value(_member) is { } member)
        {
            return AppCodeOf(invocation.App.CodeFor(member));
        }

        return (invocation.Value(_appCode), invocation.Value(_card), invocation.Value(_document), invocation.Value(_memberId)) switch
        {
            ({ } code, _, _, _) => AppCodeOf(code),
            (_, { } card, _, _) => new MemberRef { Kind = MemberRefKind.PartnerCard, Value = card },
            (_, _, { } document, _) => new MemberRef { Kind = MemberRefKind.IdentityDocument, Value = document },
            (_, _, _, var id) => new MemberRef { Kind = MemberRefKind.MemberId, Value = id ?? "" },
        };
    }

    public static MemberRef AppCodeOf(string code) => new() { Kind = MemberRefKind.AppCode, Value = code };

    private static void RequireOne(CommandResult result, Option[] all)
    {
        if (all.Count(option => result.GetResult(option) is not null) != 1)
        {
            result.AddError($"Say who is present with one of {string.Join(", ", all.Select(option => option.Name))}; for a try: --member demo-alice");
        }
    }
}
