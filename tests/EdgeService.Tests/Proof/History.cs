namespace EdgeService.Tests.Proof;

/// <summary>An answer that the ledger keeps for repetitions of its request.</summary>
/// <param name="Seen">What was asked and told.</param>
/// <param name="First">The answer's bytes.</param>
/// <param name="AgainAsync">Asks the same request again.</param>
internal sealed record KeptAnswer(Observation Seen, byte[] First, Func<Asking, Task<byte[]>> AgainAsync);

/// <summary>The acknowledgement log: what the clients of one round were told, kept in their own process.</summary>
internal sealed class History
{
    private readonly Lock _lock = new();
    private readonly List<Observation> _seen = [];
    private readonly List<KeptAnswer> _kept = [];
    private readonly List<(Func<Observation, bool> Wanted, TaskCompletionSource<Observation> Found)> _waiting = [];

    public IReadOnlyList<Observation> Seen
    {
        get
        {
            lock (_lock)
                return [.. _seen];
        }
    }

    public IReadOnlyList<KeptAnswer> Kept
    {
        get
        {
            lock (_lock)
                return [.. _kept];
        }
    }

    public void Add(Observation seen, KeptAnswer? kept)
    {
        lock (_lock)
        {
            _seen.Add(seen);
            if (kept is not null)
                _kept.Add(kept);
            foreach (var waiting in _waiting.Where(waiting => waiting.Wanted(seen)))
                waiting.Found.TrySetResult(seen);
            _waiting.RemoveAll(waiting => waiting.Found.Task.IsCompleted);
        }
    }

    /// <summary>The next answer of some kind.</summary>
    public Task<Observation> NextAsync(Func<Observation, bool> wanted)
    {
        var found = new TaskCompletionSource<Observation>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
            _waiting.Add((wanted, found));
        return found.Task;
    }

    /// <summary>So many more answers.</summary>
    public Task MoreAsync(int answers) => NextAsync(_ => Interlocked.Decrement(ref answers) <= 0);
}
