using EdgeService.Tests.Audit;
using EdgeService.Tests.Ledger;
using EdgeService.Tests.Proof;
using EdgeService.Tests.Snapshots;

namespace EdgeService.Tests;

/// <summary>
/// What this assembly does when started as a program. The test runner does not come through here: tests that need a process of
/// their own to kill do, naming its part.
/// </summary>
internal static class TestProcess
{
    private const int Usage = 2;

    public static async Task<int> Main(string[] args) => args switch
    {
        ["ledger-worker", var path, var first] => await LedgerWorker.RunAsync(path, first),
        [AnsweringLedger.Part, var path, var how] => await AnsweringLedger.RunAsync(path, how),
        [BuildWorker.Part, var population, var key, var path] => BuildWorker.Run(population, key, path),
        [AuditWorker.Part, var folder] => AuditWorker.Run(folder),
        ["scribble", var folder] => LostWritesTests.Scribble(folder),
        [CarelessEdge.Part, .. var settings] => await CarelessEdge.RunAsync(settings),
        _ => Usage,
    };
}
