using System.CommandLine;
using System.Globalization;
using EdgeCtl.Home;
using Perks.Edge.V1;

namespace EdgeCtl.Commands;

/// <summary>One question: which perk, for whom, how much of it.</summary>
internal sealed class InquiryOptions
{
    private readonly MemberOptions _member = new();

    private readonly Option<int?> _units = ValueOption.Of<int>("--units", "How many units, 1 to 100.", "number", "2");

    private readonly Option<decimal?> _amount = ValueOption.Of<decimal>(
        "--amount", "The amount asked for, where the perk is about money.", "amount", "5000.00");

    private readonly Option<string> _currency = new("--currency")
    {
        Description = "Currency of --amount.",
        HelpName = "ISO 4217",
        DefaultValueFactory = _ => "CNY",
    };

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
        command.Options.Add(_amount);
        command.Options.Add(_currency);
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
            Amount = invocation.Value(_amount) is { } amount ? ToMoney(amount, invocation.Value(_currency)!) : null,
            ItemRefs = { _facts.Items(invocation) },
        };
        inquiry.Attributes.Add(_facts.Attributes(invocation));
        return inquiry;
    }

    private static Money ToMoney(decimal amount, string currency)
    {
        if (Math.Abs(amount) > long.MaxValue / 100 || amount * 100 != decimal.Truncate(amount * 100))
        {
            throw new UsageException($"{amount.ToString(CultureInfo.InvariantCulture)} is too large or has more than two decimals.");
        }

        return new Money { CurrencyCode = currency, MinorUnits = (long)(amount * 100) };
    }
}
