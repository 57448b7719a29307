using System.CommandLine;

namespace EdgeCtl.Commands;

/// <summary>The id of a write, for repeating one whose answer was lost.</summary>
internal sealed class RequestIdOption
{
    private readonly Option<Guid?> _option = ValueOption.Of<Guid>(
        "--request-id", "A UUID for this intent; give the same again to repeat it. By default a new one.", "uuid", "6f1c2a52-9b0e-4f55-8a3f-2f6f0c1d7e11");

    public void AddTo(Command command) => command.Options.Add(_option);

    public Guid Read(Invocation invocation)
    {
        var id = invocation.Value(_option) ?? Guid.NewGuid();
        invocation.RequestId = id;
        return id;
    }
}
