namespace EdgeService.Snapshots.Uploads;

/// <summary>One upload at a time. The same one sent anew ends the one before, which may hang on a connection long dead.</summary>
internal sealed class UploadSlot : IDisposable
{
    private readonly Lock _deciding = new();
    private readonly SemaphoreSlim _free = new(1);
    private string? _id;
    private CancellationTokenSource? _ending;

    /// <summary>A turn, to be disposed of at its end; null while another upload has its own.</summary>
    public async Task<Turn?> EnterAsync(string id, CancellationToken cancellation)
    {
        lock (_deciding)
        {
            if (_id is not null && _id != id)
                return null;
            _ending?.Cancel();
        }

        await _free.WaitAsync(cancellation);
        lock (_deciding)
        {
            _id = id;
            _ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            return new Turn(this, _ending);
        }
    }

    public void Dispose() => _free.Dispose();

    private void Leave(CancellationTokenSource ending)
    {
        lock (_deciding)
        {
            (_id, _ending) = (null, null);
            ending.Dispose();
        }

        _free.Release();
    }

    internal sealed class Turn(UploadSlot slot, CancellationTokenSource ending) : IDisposable
    {
        /// <summary>Cancelled when nobody sends any more, or somebody takes over.</summary>
        public CancellationToken Token { get; } = ending.Token;

        public void Dispose() => slot.Leave(ending);
    }
}
