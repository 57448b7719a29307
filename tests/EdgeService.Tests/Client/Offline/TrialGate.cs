using EdgeService.Client;
using EdgeService.Tests.Hosting;

namespace EdgeService.Tests.Client.Offline;

/// <summary>A terminal with a folder of its own, as the client library makes one: it can be restarted, and cut off by taking its edge away.</summary>
internal sealed class TrialGate : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TimeProvider _clock;
    private readonly EdgeChannel _channel;

    public TrialGate(Uri address, string terminal, TimeProvider clock)
    {
        _clock = clock;
        _channel = EdgeChannel.Open(new EdgeConnection
        {
            Address = address,
            DevelopmentTerminal = terminal,
            Deadline = TimeSpan.FromSeconds(30),
            Retry = new RetryOptions { MaxAttempts = 1 },
        });
        Terminal = new TerminalClient(_channel);
        (Journal, Verifier) = Open();
    }

    public TerminalClient Terminal { get; }

    public OfflineJournal Journal { get; private set; }

    public OfflineVerifier Verifier { get; private set; }

    public string Folder => _folder.At("gate");

    public string JournalPath => _folder.At("gate.journal");

    /// <summary>The program starts anew, with what the disk has.</summary>
    public void Restart()
    {
        Journal.Dispose();
        (Journal, Verifier) = Open();
    }

    public async Task<Perks.Edge.V1.OfflineClaimResult> UploadOneAsync() =>
        Assert.Single(await Journal.UploadAsync(Terminal.Grants.ReportClaimsAsync, CancellationToken.None));

    public void Dispose()
    {
        Journal.Dispose();
        _channel.Dispose();
        _folder.Dispose();
    }

    private (OfflineJournal, OfflineVerifier) Open()
    {
        var journal = OfflineJournal.Open(JournalPath);
        return (journal, OfflineVerifier.Open(Folder, journal, _clock));
    }
}
