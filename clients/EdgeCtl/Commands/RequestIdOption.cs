using System.CommandLine;

namespace EdgeCtl.Commands;

/// <summary>The id of a write, for repeating one whose answer was lost.</summary>
internal sealed class RequestIdOption
{
    private readonly Option<Guid?> _option = new("--request-id")
    {
        Description = "A UUID for this intent; give the same again to repeat it. By default a new one.",
        HelpName = "uuid",
    };

    public void AddTo(Command command) => command.Options.Add(_option);

    public Guid Read(Invocation invocation)
    {
        var id = invocation.Value(_option) ?? Guid.NewGuid();
        invocation.RequestId = id;
        return id;
    }
}
