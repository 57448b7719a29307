using System.CommandLine;

namespace EdgeCtl.Commands;

/// <summary>A catalog file; by default the one the service of this home serves from.</summary>
internal sealed class CatalogFileArgument
{
    public Argument<string?> Argument { get; } = new("file")
    {
        Description = "The catalog. By default that of the home.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public string Path(Invocation invocation) => invocation.Arguments.GetValue(Argument) is { } file
        ? invocation.FullPath(file)
        : invocation.Home.Catalog;
}
