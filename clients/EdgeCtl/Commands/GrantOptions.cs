using System.CommandLine;
using EdgeCtl.Home;
using EdgeService.Client;

namespace EdgeCtl.Commands;

/// <summary>Which grant is meant.</summary>
internal sealed class GrantOptions
{
    private readonly Argument<string?> _grant = new("grant")
    {
        Description = "The grant id (G...).",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _item = new("--item")
    {
        Description = "Something lent instead of the grant id, such as a bike number.",
        HelpName = "ref",
    };

    public static Argument<string> GrantId() => new("grant") { Description = "The grant id (G...)." };

    public static Option<string> Reason() => new("--reason")
    {
        Description = "Why, in a few words without personal data.",
        HelpName = "text",
        DefaultValueFactory = _ => "",
    };

    /// <summary>Grants are found by partner; without --as the dock asks.</summary>
    public static Role FittingRole => Role.BikeDock;

    /// <param name="command">The command.</param>
    /// <param name="other">An option that says by itself which grant is meant; null where there is none.</param>
    public void AddTo(Command command, Option? other = null)
    {
        command.Arguments.Add(_grant);
        command.Options.Add(_item);
        if (other is not null)
        {
            command.Options.Add(other);
        }

        command.Validators.Add(result =>
        {
            bool[] said = [result.GetResult(_grant) is { Tokens.Count: > 0 }, result.GetResult(_item) is not null, other is not null && result.GetResult(other) is not null];
            if (said.Count(one => one) != 1)
            {
                result.AddError($"Say which grant: its id, or --item with something lent, such as --item bike-4711{(other is null ? "" : $", or {other.Name}")}.");
            }
        });
    }

    public GrantTarget Read(Invocation invocation) => invocation.Arguments.GetValue(_grant) is { } grantId
        ? GrantTarget.Grant(grantId)
        : GrantTarget.Item(invocation.Value(_item)!);
}
