using Spectre.Console;

namespace EdgeCtl.Rendering;

/// <summary>A few facts under one another: name, value. Empty values are left out.</summary>
internal sealed class FactSheet
{
    private readonly List<(string Name, string Value)> _rows = [];

    public FactSheet Row(string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            _rows.Add((name, value));
        }

        return this;
    }

    public void Show(IAnsiConsole screen)
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap().Padding(2, 0, 2, 0)).AddColumn();
        foreach (var (name, value) in _rows)
        {
            grid.AddRow(new Text(name, new Style(Color.Grey)), new Text(value));
        }

        screen.Write(grid);
    }
}
