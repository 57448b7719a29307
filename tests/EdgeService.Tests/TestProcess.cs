using EdgeService.Tests.Ledger;

namespace EdgeService.Tests;

/// <summary>
/// What this assembly does when started as a program. The test runner does not come through here: tests that need a process of
/// their own to kill do, naming its part.
/// </summary>
internal static class TestProcess
{
    private const int Usage = 2;

    public static async Task<int> Main(string[] args) =>
        args is ["ledger-worker", var path, var first] ? await LedgerWorker.RunAsync(path, first) : Usage;
}
