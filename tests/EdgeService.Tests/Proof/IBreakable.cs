namespace EdgeService.Tests.Proof;

/// <summary>Edges with a ledger, and a way to break it.</summary>
internal interface IBreakable : IAsyncDisposable
{
    EdgeDoors Doors { get; }

    /// <summary>The folder with the material of the edges.</summary>
    string Home { get; }

    /// <summary>Breaks it and lets it come back as it would by itself. Calls <paramref name="gone"/> as soon as nothing of before can answer.</summary>
    Task BreakAsync(Action gone);

    /// <summary>Makes it whole for the next time.</summary>
    Task MendAsync();

    /// <summary>Ends the edges and reads the ledger around them.</summary>
    Task<LedgerContent> ReadLedgerAsync();
}
