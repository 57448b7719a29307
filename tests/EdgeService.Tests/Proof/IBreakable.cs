namespace EdgeService.Tests.Proof;

/// <summary>Edges with a ledger, and a way to break it.</summary>
internal interface IBreakable : IAsyncDisposable
{
    EdgeDoors Doors { get; }

    /// <summary>
    /// Whether several edges share the ledger, which may be out of their reach for a while. Members and items are then judged each by
    /// itself, and a token that an edge knows to be redeemed may be called so without the ledger, in an answer that is not kept.
    /// </summary>
    bool IsShared { get; }

    /// <summary>The folder with the material of the edges.</summary>
    string Home { get; }

    /// <summary>Breaks it and lets it come back as it would by itself.</summary>
    /// <param name="gone">Called as soon as nothing of before can answer.</param>
    Task BreakAsync(Action gone);

    /// <summary>Makes it whole for the next time.</summary>
    Task MendAsync();

    /// <summary>Ends the edges and reads the ledger around them.</summary>
    Task<LedgerContent> ReadLedgerAsync();
}
