using EdgeService.Client;
using EdgeSip2.Edge;
using Perks.Edge.V1;

namespace EdgeSip2.Journals;

/// <summary>
/// What one kiosk did while the edge could not be asked, each deed once, until it is in the ledger, is kept there for a person, or turns out to be
/// no matter of the edge. Safe for any number of threads.
/// </summary>
internal sealed class OfflineDeeds(OfflineJournal journal, KnownDeeds known) : IDisposable
{
    private readonly Lock _noting = new();
    private readonly SemaphoreSlim _uploading = new(1);
    private readonly ComebackSieve _sieve = new();

    /// <summary>How many wait to be uploaded.</summary>
    public int Count => journal.Count;

    /// <summary>Whether a thing is to be asked for once more, <see cref="ComebackSieve.Patience"/> after the first time.</summary>
    public bool AskAgain => _sieve.Holds;

    /// <exception cref="IOException">A file is held by another process, or damaged.</exception>
    public static OfflineDeeds Open(string journalPath, string knownPath)
    {
        var journal = OfflineJournal.Open(journalPath);
        try
        {
            return new OfflineDeeds(journal, KnownDeeds.Open(knownPath));
        }
        catch
        {
            journal.Dispose();
            throw;
        }
    }

    /// <summary>On disk when this returns. The same request id again, also after its upload, is the same deed, and is not noted again.</summary>
    /// <exception cref="IOException">The disk is full or failed: answer the kiosk nothing, so that it sends it again.</exception>
    public void NoteOnce(ReportOfflineClaimsRequest claim)
    {
        var id = Guid.Parse(claim.RequestId);
        lock (_noting)
        {
            if (known.Has(id))
                return;
            // Journalled first: a crash in between leaves it pending and unknown, which is still told.
            if (!journal.Pending().Any(noted => noted.RequestId == claim.RequestId))
                journal.Note(claim);
            known.Add(id);
        }
    }

    /// <summary>
    /// Uploads a part of what waits, in its order, and takes out what is settled. A comeback of what the edge did not lend is taken out with an
    /// unspecified outcome. Nothing is answered where nothing waits, or the first that waits is still in doubt.
    /// </summary>
    /// <exception cref="EdgeFaultException">The edge cannot be reached; everything still waits.</exception>
    public async Task<IReadOnlyList<OfflineClaimResult>> UploadAsync(EdgeDesk edge, DateTimeOffset now, CancellationToken cancellation)
    {
        await _uploading.WaitAsync(cancellation);
        try
        {
            return await journal.UploadAsync((waiting, stopping) => _sieve.ReportAsync(edge, waiting, now, stopping), cancellation);
        }
        finally
        {
            _uploading.Release();
        }
    }

    public void Dispose()
    {
        _uploading.Dispose();
        journal.Dispose();
        known.Dispose();
    }
}
