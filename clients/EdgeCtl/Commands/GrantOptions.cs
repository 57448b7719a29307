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

    /// <summary>Grants are found by partner; without --as the dock asks.</summary>
    public static Role FittingRole => Role.BikeDock;

    public void AddTo(Command command)
    {
        command.Arguments.Add(_grant);
        command.Options.Add(_item);
        command.Validators.Add(result =>
        {
            if (result.GetResult(_grant) is { Tokens.Count: > 0 } == result.GetResult(_item) is not null)
            {
                result.AddError("Say which grant: its id, or --item with something lent, such as --item bike-4711.");
            }
        });
    }

    public GrantTarget Read(Invocation invocation) => invocation.Arguments.GetValue(_grant) is { } grantId
        ? GrantTarget.Grant(grantId)
        : GrantTarget.Item(invocation.Value(_item)!);
}
