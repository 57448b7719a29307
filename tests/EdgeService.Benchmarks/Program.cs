using EdgeService.Benchmarks;
using EdgeService.Benchmarks.Bars;
using EdgeService.Benchmarks.Building;
using EdgeService.Benchmarks.Cases;
using EdgeService.Benchmarks.Hostile;
using EdgeService.Benchmarks.Lookups;
using EdgeService.Benchmarks.Peers;
using EdgeService.Benchmarks.Serving;

// Served processes are this program too: it starts itself with one of these words and talks to it over a pipe.
switch (args)
{
    case ["serve-empty", .. var rest]:
        return await EmptyServer.RunAsync(rest);
    case ["serve-edge", .. var rest]:
        return await EdgeServer.RunAsync(rest);
    case [FramedServer.Part]:
        return await FramedServer.RunAsync();
    case [Attacker.Part, .. var rest]:
        return await Attacker.RunAsync(rest);
    case ["build-snapshot", .. var rest]:
        return SnapshotBuilder.Run(rest);
}

var command = BenchmarkCommand.Read(args);
if (command.Fault is { } fault)
{
    Console.Error.WriteLine(fault);
    return 2;
}

if (command.Help)
{
    Console.WriteLine(BenchmarkCommand.Usage);
    return 0;
}

if (command.List)
{
    foreach (var known in BenchmarkCatalog.All)
    {
        Console.WriteLine($"{known.Name,-15} {known.Measures}");
    }

    return 0;
}

var report = new BenchmarkReport(command.Json, Console.Out);
report.Open(BenchmarkMachine.Describe());
try
{
    foreach (var chosen in command.Cases)
    {
        await report.RunAsync(chosen, command.Settings);
    }
}
finally
{
    BenchmarkSnapshot.Clear();
}

if (command.Out is { } folder)
{
    ResultFolder.Write(folder, report);
}

return report.Close();
