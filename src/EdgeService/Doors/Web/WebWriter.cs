using System.Buffers;
using System.Buffers.Text;
using System.IO.Pipelines;

namespace EdgeService.Doors.Web;

/// <summary>
/// The body of an answer as gRPC-Web wants it. What is written is gathered and goes out at each flush, in Base64 where the client asked for it,
/// each piece padded by itself. <see cref="EndAsync"/> may come from another thread, when a deadline passes in the middle of a message: then what was
/// not flushed is left out, and nothing follows.
/// </summary>
/// <param name="inner">The connection's.</param>
/// <param name="isText">Whether to write Base64.</param>
public sealed class WebWriter(PipeWriter inner, bool isText) : PipeWriter, IDisposable
{
    private static readonly FlushResult Over = new(isCanceled: false, isCompleted: true);

    private readonly ArrayBufferWriter<byte> _gathered = new();
    private readonly SemaphoreSlim _sending = new(1);
    private bool _ended;

    public override bool CanGetUnflushedBytes => true;

    public override long UnflushedBytes => _gathered.WrittenCount;

    public override Memory<byte> GetMemory(int sizeHint = 0) => _gathered.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => _gathered.GetSpan(sizeHint);

    public override void Advance(int bytes) => _gathered.Advance(bytes);

    public override async ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        await _sending.WaitAsync(cancellationToken);
        try
        {
            if (_ended)
                return Over;
            Send(_gathered.WrittenSpan);
            _gathered.ResetWrittenCount();
            return await inner.FlushAsync(cancellationToken);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>Sends a last piece, once; whatever is written later goes nowhere.</summary>
    public async Task EndAsync(ReadOnlyMemory<byte> last)
    {
        await _sending.WaitAsync();
        try
        {
            if (_ended)
                return;
            _ended = true;
            Send(last.Span);
            await inner.FlushAsync();
        }
        finally
        {
            _sending.Release();
        }
    }

    public override void CancelPendingFlush() => inner.CancelPendingFlush();

    /// <summary>The connection's own end completes it.</summary>
    public override void Complete(Exception? exception = null)
    {
    }

    public void Dispose() => _sending.Dispose();

    private void Send(ReadOnlySpan<byte> piece)
    {
        if (piece.IsEmpty)
            return;
        if (!isText)
        {
            inner.Write(piece);
            return;
        }

        var room = inner.GetSpan(Base64.GetMaxEncodedToUtf8Length(piece.Length));
        Base64.EncodeToUtf8(piece, room, out _, out var written);
        inner.Advance(written);
    }
}
