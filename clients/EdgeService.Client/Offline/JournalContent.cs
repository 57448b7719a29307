using Perks.Edge.V1;

namespace EdgeService.Client.Offline;

/// <summary>What a terminal's journal holds, in memory. Not safe for threads by itself.</summary>
internal sealed class JournalContent : IJournalReader
{
    private readonly List<ReportOfflineClaimsRequest> _pending = [];
    private long _floor;

    public GateMemory Memory { get; } = new();

    public IReadOnlyList<ReportOfflineClaimsRequest> Pending => _pending;

    /// <summary>Number of the last claim, settled or not.</summary>
    public long Last { get; private set; }

    /// <summary>The records that a file with nothing else in it would have.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Records()
    {
        Memory.Forget();
        yield return JournalRecord.Floor(_floor);
        yield return JournalRecord.Signed(Memory.HighestSigned);
        foreach (var use in Memory.Uses.Where(use => !use.CutOff))
            yield return JournalRecord.Of(use);
        if (Memory.LastContact is { } contact)
            yield return JournalRecord.Contact(contact);
        foreach (var use in Memory.Uses.Where(use => use.CutOff))
            yield return JournalRecord.Of(use);
        foreach (var claim in _pending)
            yield return JournalRecord.Of(claim);
    }

    /// <summary>A token that was accepted is used as well: one record says both, so that no power cut can come between.</summary>
    public void Claim(ReportOfflineClaimsRequest claim)
    {
        if (claim.Token is { } accepted && TokenUse.Of(accepted.TokenText) is { } use)
            Memory.Use(use);
        Last = Math.Max(Last, claim.Sequence);
        if (claim.Sequence > _floor)
            _pending.Add(claim);
    }

    /// <summary>Takes out what is settled.</summary>
    public void Floor(long sequence)
    {
        _floor = Math.Max(_floor, sequence);
        Last = Math.Max(Last, _floor);
        _pending.RemoveAll(claim => claim.Sequence <= _floor);
    }

    public void Use(in TokenUse use) => Memory.Use(use);

    public void Contact(DateTimeOffset at) => Memory.Contact(at);

    public void Signed(DateTimeOffset at) => Memory.Signed(at);
}
