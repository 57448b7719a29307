using EdgeService;
using EdgeService.Rekeying;
using EdgeService.Start;

if (args is [RekeyCommandLine.Verb, .. var rekeying])
    return RekeyCommandLine.Run(rekeying, EdgeApp.ConfigurationOf, Console.Out, Console.Error);

try
{
    await using var app = EdgeApp.Build(args);
    await app.StartAsync();
    foreach (var line in StartReport.LinesOf(app))
        Console.WriteLine(line);
    await app.WaitForShutdownAsync();
    return ExitCode.Stopped;
}
catch (StartFaultsException start)
{
    Console.Error.WriteLine("The service cannot start:");
    foreach (var fault in start.Faults)
        Console.Error.WriteLine($"- {fault}");
    return ExitCode.NotProvided;
}
catch (IOException unreachable)
{
    Console.Error.WriteLine($"The service cannot start: {unreachable.Message}");
    return ExitCode.Failed;
}
