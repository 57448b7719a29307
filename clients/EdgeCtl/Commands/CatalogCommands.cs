using System.CommandLine;
using EdgeCtl.Rendering;
using EdgeService.Building.Catalogs;

namespace EdgeCtl.Commands;

/// <summary>Looks at a catalog file before a service does.</summary>
internal static class CatalogCommands
{
    public static Command Build(CommandRunner runner)
    {
        var command = new Command("catalog", "Checks a catalog file and what it decides, without a service.");
        command.Subcommands.Add(BuildLint(runner));
        command.Subcommands.Add(BuildTest(runner));
        return command;
    }

    private static TaughtCommand BuildLint(CommandRunner runner)
    {
        var file = new CatalogFileArgument();
        var command = new TaughtCommand(
            "lint",
            "Reports every fault of a catalog at once, each with its place. Ends with 3 if there is one.",
            "catalog lint",
            "catalog lint src/EdgeService/Catalog/catalog.json");
        command.Arguments.Add(file.Argument);
        runner.Bind(command, async (invocation, cancellation) =>
        {
            var path = file.Path(invocation);
            var build = CatalogReading.Read(await File.ReadAllTextAsync(path, cancellation));
            return new CommandAnswer(
                build.Catalog is null ? ExitCode.Refused : ExitCode.Done,
                CatalogView.Document(path, build),
                screen => CatalogView.Show(screen, path, build));
        });
        return command;
    }

    private static TaughtCommand BuildTest(CommandRunner runner)
    {
        var file = new CatalogFileArgument();
        var cases = new Option<string>("--cases") { Description = "File of cases: what is asked, and what must be answered.", HelpName = "file", Required = true };
        var command = new TaughtCommand(
            "test",
            "Decides every case of a file under a catalog and compares. Ends with 3 if one differs.",
            "catalog test src/EdgeService/Catalog/catalog.json --cases src/EdgeService/Catalog/catalog.cases.json");
        command.Arguments.Add(file.Argument);
        command.Options.Add(cases);
        runner.Bind(command, async (invocation, cancellation) =>
        {
            var path = file.Path(invocation);
            var build = CatalogReading.Read(await File.ReadAllTextAsync(path, cancellation));
            if (build.Catalog is not { } catalog)
            {
                return new CommandAnswer(ExitCode.Refused, CatalogView.Document(path, build), screen => CatalogView.Show(screen, path, build));
            }

            var run = CatalogCases.Run(catalog, await File.ReadAllTextAsync(invocation.FullPath(invocation.Value(cases)!), cancellation));
            return new CommandAnswer(run.Passed ? ExitCode.Done : ExitCode.Refused, CaseView.Document(run), screen => CaseView.Show(screen, run));
        });
        return command;
    }
}
