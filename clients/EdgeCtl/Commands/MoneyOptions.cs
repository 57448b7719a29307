using System.CommandLine;
using System.Globalization;
using Perks.Edge.V1;

namespace EdgeCtl.Commands;

/// <summary>An amount of money and its currency.</summary>
internal sealed class MoneyOptions(string name, string description, bool required = false)
{
    private readonly Option<decimal?> _amount = Amount(name, description, required);

    private readonly Option<string> _currency = new("--currency")
    {
        Description = $"Currency of {name}.",
        HelpName = "ISO 4217",
        DefaultValueFactory = _ => "CNY",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_amount);
        command.Options.Add(_currency);
    }

    /// <summary>The amount; null where none was named.</summary>
    public Money? Read(Invocation invocation) =>
        invocation.Value(_amount) is { } amount ? ToMoney(amount, invocation.Value(_currency)!) : null;

    private static Option<decimal?> Amount(string name, string description, bool required)
    {
        var option = ValueOption.Of<decimal>(name, description, "amount", "5000.00");
        option.Required = required;
        return option;
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
