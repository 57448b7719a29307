using System.CommandLine;
using EdgeCtl.Home;
using Perks.Edge.V1;

namespace EdgeCtl.Commands;

/// <summary>One question: which perk, for whom, how much of it.</summary>
internal sealed class InquiryOptions
{
    private readonly MemberOptions _member = new();

    private readonly Option<int?> _units = ValueOption.Of<int>("--units", "How many units, 1 to 100.", "number", "2");

    private readonly MoneyOptions _amount = new("--amount", "The amount asked for, where the perk is about money.");

    private readonly FactOptions _facts = new();

    public Argument<string> Perk { get; } = new("perk")
    {
        Description = "The perk, such as bike.deposit-free; `edge perks` lists those of a terminal.",
    };

    public void AddTo(Command command)
    {
        command.Arguments.Add(Perk);
        _member.AddTo(command);
        command.Options.Add(_units);
        _amount.AddTo(command);
        _facts.AddTo(command);
    }

    public Role FittingRole(Invocation invocation) => Role.OfPerk(invocation.Value(Perk));

    public Inquiry Read(Invocation invocation)
    {
        var inquiry = new Inquiry
        {
            MemberRef = _member.Read(invocation),
            PerkId = invocation.Value(Perk),
            UnitCount = invocation.Value(_units) ?? 0,
            Amount = _amount.Read(invocation),
            ItemRefs = { _facts.Items(invocation) },
        };
        inquiry.Attributes.Add(_facts.Attributes(invocation));
        return inquiry;
    }
}
