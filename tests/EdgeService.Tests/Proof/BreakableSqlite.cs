using EdgeService.Tests.Hosting;
using EdgeService.Tests.Interop;

namespace EdgeService.Tests.Proof;

/// <summary>One edge with the embedded ledger. Breaking it is <c>kill -9</c>, and a power cut where a layer lies under it.</summary>
internal sealed class BreakableSqlite : IBreakable
{
    private readonly TemporaryFolder _home = new();
    private readonly TemporaryFolder _workplace = new();
    private readonly bool _careless;
    private LostWrites? _layer;
    private ServiceProcess _edge = null!;

    private BreakableSqlite(bool careless) => _careless = careless;

    public EdgeDoors Doors { get; } = new(edges: 1);

    public bool IsShared => false;

    public string Home => _home.Path;

    private string LedgerFolder => _home.At("ledger");

    /// <param name="cutsPower">Whether a kill also takes back what was not synced.</param>
    /// <param name="careless">Whether the ledger does not wait for the disk.</param>
    public static async Task<BreakableSqlite> StartAsync(bool cutsPower = false, bool careless = false)
    {
        var trial = new BreakableSqlite(careless);
        MadeHome.CopyTo(trial._home);
        if (cutsPower)
            trial._layer = await LostWrites.OverAsync(trial.LedgerFolder, trial._workplace.Path);
        await trial.StartEdgeAsync();
        return trial;
    }

    public async Task BreakAsync(Action gone)
    {
        await _edge.KillAsync();
        gone();
        if (_layer is not null)
            await _layer.CutPowerAsync();
        await _edge.DisposeAsync();
        await StartEdgeAsync();
    }

    public Task MendAsync() => Task.CompletedTask;

    public async Task<LedgerContent> ReadLedgerAsync()
    {
        await _edge.KillAsync();
        if (_layer is not null)
            await _layer.CutPowerAsync();
        return await SqliteContent.ReadAsync(_home.At("ledger", "ledger.db"));
    }

    public async ValueTask DisposeAsync()
    {
        Doors.Dispose();
        await _edge.DisposeAsync();
        _home.Dispose();
        _workplace.Dispose();
    }

    private async Task StartEdgeAsync()
    {
        _edge = await ServiceProcess.StartAsync(Home, new ServiceStart
        {
            Program = _careless ? [typeof(CarelessEdge).Assembly.Location, CarelessEdge.Part] : [typeof(EdgeApp).Assembly.Location],
            Environment = _layer?.Environment() ?? new Dictionary<string, string>(),
        });
        Doors.Open(0, _edge);
    }
}
