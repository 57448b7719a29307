using System.Buffers;
using System.Threading.Channels;
using Microsoft.Extensions.Options;

namespace EdgeService.Telemetry;

/// <summary>
/// Keeps every refusal and referral. Appending never waits: lines are written in batches, each synced to disk, and what does not
/// fit is counted in the meter and in the next line.
/// </summary>
public sealed class DecisionLog : IHostedService, IAsyncDisposable
{
    private readonly Channel<DecisionRecord> _waiting;
    private readonly TimeSpan _gather;
    private readonly int _capacity;
    private readonly DecisionFile _file;
    private readonly ArrayBufferWriter<byte> _lines = new();
    private readonly EdgeMeter _meter;
    private readonly ILogger<DecisionLog> _log;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _writing;
    private long _lost;
    private bool _disposed;

    public DecisionLog(IOptions<DecisionLogOptions> options, TimeProvider clock, EdgeMeter meter, ILogger<DecisionLog> log)
    {
        _capacity = options.Value.Capacity;
        _waiting = Channel.CreateBounded<DecisionRecord>(new BoundedChannelOptions(_capacity) { SingleReader = true });
        _gather = TimeSpan.FromMilliseconds(options.Value.GatherMilliseconds);
        _file = new DecisionFile(options.Value.Folder ?? "decisions");
        (_clock, _meter, _log) = (clock, meter, log);
        _writing = Task.Run(WriteAsync);
    }

    public void Append(in DecisionRecord record)
    {
        if (!_waiting.Writer.TryWrite(record))
            CountLost(1);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>
    /// Writes and syncs what is waiting, then closes. Hosted services stop after the doors have drained and before the ledger is
    /// disposed of. Appending afterwards only counts.
    /// </summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _waiting.Writer.TryComplete();
        await _closing.CancelAsync();
        await _writing;
        _file.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, true))
            return;
        await StopAsync(CancellationToken.None);
        _closing.Dispose();
    }

    private async Task WriteAsync()
    {
        while (await _waiting.Reader.WaitToReadAsync())
        {
            await GatherAsync();
            WriteBatch();
        }

        if (Volatile.Read(ref _lost) > 0)
            WriteBatch();
    }

    private async Task GatherAsync()
    {
        try
        {
            await Task.Delay(_gather, _clock, _closing.Token);
        }
        catch (OperationCanceledException)
        {
            // Closing: what has been gathered is written at once.
        }
    }

    private void WriteBatch()
    {
        var lost = Interlocked.Exchange(ref _lost, 0);
        if (lost > 0)
            _log.DecisionLogOverflowed(lost);
        var lines = Gathered(lost);
        try
        {
            _file.Append(_clock.GetUtcNow(), _lines.WrittenSpan);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            _log.DecisionLogWriteFailed(cause, lines, _file.Path);
            Interlocked.Add(ref _lost, lost);
            CountLost(lines);
        }
    }

    private int Gathered(long lost)
    {
        _lines.ResetWrittenCount();
        if (lost > 0)
            DecisionLines.AddLost(_lines, _clock.GetUtcNow(), lost);
        var lines = 0;
        for (; lines < _capacity && _waiting.Reader.TryRead(out var record); lines++)
            DecisionLines.Add(_lines, record);
        return lines;
    }

    private void CountLost(long lines)
    {
        Interlocked.Add(ref _lost, lines);
        _meter.DecisionLogLost(lines);
    }
}
