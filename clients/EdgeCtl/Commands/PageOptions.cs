using System.CommandLine;

namespace EdgeCtl.Commands;

/// <summary>Which page of a list.</summary>
internal sealed class PageOptions
{
    private readonly Option<int?> _size = ValueOption.Of<int>("--most", "Most to show, 1 to 200. By default 50.", "number", "100");
    private readonly Option<string> _page = new("--page") { Description = "Where to go on, as the page before said.", HelpName = "token", DefaultValueFactory = _ => "" };

    public void AddTo(Command command)
    {
        command.Options.Add(_size);
        command.Options.Add(_page);
    }

    public int Size(Invocation invocation) => invocation.Value(_size) ?? 0;

    public string Token(Invocation invocation) => invocation.Value(_page)!;
}
