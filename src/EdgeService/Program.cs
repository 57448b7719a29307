using EdgeService;
using EdgeService.Start;

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
