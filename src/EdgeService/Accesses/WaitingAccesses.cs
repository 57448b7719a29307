using System.Collections.Concurrent;
using EdgeService.Core.Members;

namespace EdgeService.Accesses;

/// <summary>Accesses, and erasures, that wait to be brought to the ledger that edges share. Anybody may add, one brings them.</summary>
/// <param name="mostBytes">How much may wait.</param>
internal sealed class WaitingAccesses(long mostBytes)
{
    /// <summary>Small enough that the collector has no trouble with them.</summary>
    private const int PieceBytes = 1 << 16;
    private const int PiecesAtOnce = 64;

    private readonly ConcurrentQueue<ReadOnlyMemory<byte>> _pieces = new();
    private readonly ConcurrentQueue<Erasure> _erasures = new();
    private long _bytes;
    private long _missedThrough;

    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Adds records; false where there is no room, which is remembered and told.</summary>
    public bool TryAdd(ReadOnlyMemory<byte> records, DateTimeOffset now)
    {
        if (Interlocked.Add(ref _bytes, records.Length) > mostBytes)
        {
            Interlocked.Add(ref _bytes, -records.Length);
            Miss(now.ToUnixTimeMilliseconds());
            return false;
        }

        foreach (var piece in AccessRecord.Pieces(records, PieceBytes))
            _pieces.Enqueue(piece.ToArray());
        return true;
    }

    /// <summary>Remembers that some, of a moment or earlier, are missing, to be told.</summary>
    public void Miss(long through) => Interlocked.Exchange(ref _missedThrough, through);

    /// <summary>
    /// Adds that a member's accesses up to a moment are to be forgotten. The task ends when they are, or with the fault of the first try that fails; it is
    /// tried again all the same.
    /// </summary>
    public Task EraseAsync(MemberKey member, long through)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _erasures.Enqueue(new(member, through, done));
        return done.Task;
    }

    /// <summary>Brings everything; what fails waits on. Erasures come last: what was on its way when one was asked for is there by then.</summary>
    public async Task BringAsync(IAccessExchange exchange, CancellationToken cancellation)
    {
        try
        {
            while (!_pieces.IsEmpty)
                await BringPiecesAsync(exchange, cancellation);
            while (_erasures.TryPeek(out var erasure))
            {
                await exchange.EraseAsync(erasure.Member, erasure.Through, cancellation);
                _erasures.TryDequeue(out _);
                erasure.Done.TrySetResult();
            }

            if (Interlocked.Read(ref _missedThrough) is > 0 and var through)
            {
                await exchange.MissAsync(through, cancellation);
                Interlocked.CompareExchange(ref _missedThrough, 0, through);
            }
        }
        catch (Exception fault)
        {
            foreach (var erasure in _erasures)
                erasure.Done.TrySetException(fault);
            throw;
        }
    }

    private async Task BringPiecesAsync(IAccessExchange exchange, CancellationToken cancellation)
    {
        var pieces = new List<ReadOnlyMemory<byte>>();
        while (pieces.Count < PiecesAtOnce && _pieces.TryDequeue(out var piece))
            pieces.Add(piece);
        try
        {
            await exchange.KeepAsync(pieces.SelectMany(AccessRecord.All), cancellation);
        }
        catch
        {
            pieces.ForEach(_pieces.Enqueue);
            throw;
        }

        Interlocked.Add(ref _bytes, -pieces.Sum(piece => (long)piece.Length));
    }

    /// <summary>What is to be forgotten.</summary>
    /// <param name="Member">About whom.</param>
    /// <param name="Through">Up to when, in milliseconds since 1970.</param>
    /// <param name="Done">Ends when it is.</param>
    private sealed record Erasure(MemberKey Member, long Through, TaskCompletionSource Done);
}
