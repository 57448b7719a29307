using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace EdgeService.Doors;

/// <summary>What comes over a connection, passed on as it is under the eyes of a watch. When the watch has seen enough, it ends as if the client had gone.</summary>
public sealed class WatchedReader(PipeReader inner, FrameWatch watch, Action over) : PipeReader
{
    private static readonly ReadResult End = new(default, isCanceled: false, isCompleted: true);

    private ReadOnlySequence<byte> _given;
    private long _seen;

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        if (watch.IsOver)
            return new(End);
        var read = inner.ReadAsync(cancellationToken);
        return read.IsCompletedSuccessfully ? new(See(read.Result)) : AwaitAsync(read);
    }

    public override bool TryRead(out ReadResult result)
    {
        result = End;
        if (watch.IsOver)
            return true;
        if (!inner.TryRead(out result))
            return false;
        result = See(result);
        return true;
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        if (watch.IsOver)
            return;
        _seen -= consumed.Equals(_given.End) ? _given.Length : _given.Slice(0, consumed).Length;
        inner.AdvanceTo(consumed, examined);
    }

    public override void CancelPendingRead() => inner.CancelPendingRead();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    public override ValueTask CompleteAsync(Exception? exception = null) => inner.CompleteAsync(exception);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ReadResult> AwaitAsync(ValueTask<ReadResult> read) => See(await read);

    /// <summary>Has the watch look at what was not there at the last reading.</summary>
    private ReadResult See(ReadResult result)
    {
        _given = result.Buffer;
        foreach (var piece in _seen == 0 ? _given : _given.Slice(_seen))
        {
            if (!watch.Goes(piece.Span))
                return Stop();
        }

        _seen = _given.Length;
        return result;
    }

    private ReadResult Stop()
    {
        inner.AdvanceTo(_given.End);
        over();
        return End;
    }
}
