using EdgeService.Building.Journals;
using Grpc.Core;
using Perks.Edge.V1;
using AttributeValue = Perks.Edge.V1.AttributeValue;
using Inquiry = Perks.Edge.V1.Inquiry;

namespace EdgeService.Client;

/// <summary>
/// A terminal that goes on when the link is down: asks the service where it can be reached, else decides by itself and journals, uploads when the link is back,
/// and always says which of it is so. One per terminal, for the life of the program. Safe for any number of threads.
/// </summary>
public sealed class TerminalSession : IAsyncDisposable
{
    private readonly EdgeChannel _channel;
    private readonly SessionCondition _condition;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _running;

    private TerminalSession(EdgeChannel channel, OfflineVerifier? verifier, TerminalSessionOptions options, string fault)
    {
        _channel = channel;
        (Terminal, Verifier) = (new TerminalClient(channel), verifier);
        _condition = new SessionCondition(channel, verifier, options.Clock ?? TimeProvider.System, fault);
        _condition.Changed += (_, condition) => ConditionChanged?.Invoke(this, condition);
        channel.Watch();
        _running = verifier is null ? Task.CompletedTask : Task.WhenAll(FollowAsync(verifier, options), UploadAsync(verifier.Journal, options.UploadEvery));
    }

    /// <summary>Raised when <see cref="Condition"/> changes, on whatever thread noticed it.</summary>
    public event EventHandler<TerminalCondition>? ConditionChanged;

    /// <summary>Raised with what became of uploaded claims: a late conflict or a faulty claim is for a person.</summary>
    public event EventHandler<ClaimsAnsweredEventArgs>? ClaimsAnswered;

    /// <summary>How the terminal works now, and why.</summary>
    public TerminalCondition Condition => _condition.Current;

    /// <summary>For everything that needs the service.</summary>
    public TerminalClient Terminal { get; }

    /// <summary>What decides while cut off; null where the journal cannot be used: then nothing is accepted offline.</summary>
    public OfflineVerifier? Verifier { get; }

    /// <exception cref="EdgeConnectionException">A certificate or key cannot be read.</exception>
    /// <exception cref="JournalHeldException">Another program runs this terminal.</exception>
    public static TerminalSession Open(TerminalSessionOptions options)
    {
        var channel = EdgeChannel.Open(options.Connection);
        try
        {
            var journal = OfflineJournal.Open(Path.Combine(options.Folder, "terminal.journal"));
            return new TerminalSession(channel, OfflineVerifier.Open(options.Folder, journal, options.Clock), options, "");
        }
        catch (IOException unusable) when (unusable is not JournalHeldException)
        {
            return new TerminalSession(channel, null, options, unusable.Message);
        }
        catch
        {
            channel.Dispose();
            throw;
        }
    }

    /// <summary>Opens on a scanned token, or says why not. The same request id again repeats an intent whose answer was lost.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up; whether it was redeemed is not known.</exception>
    public async Task<Admission> AdmitAsync(
        string scanned,
        IReadOnlyList<string>? itemRefs = null,
        IReadOnlyDictionary<string, AttributeValue>? attributes = null,
        Guid? requestId = null,
        CancellationToken cancellation = default)
    {
        var (text, kind) = (ScannedCode.Clean(scanned), ScannedCode.KindOf(scanned));
        if (kind != ScannedKind.Token)
            return Admission.NotAToken(kind);
        return await AskAsync(
            async () => Admission.Of(await Terminal.RedeemAsync(text, itemRefs, attributes, requestId, cancellation)),
            admission => Remember(text, admission),
            verifier => verifier.Accept(text, itemRefs, attributes));
    }

    /// <summary>Lends to the member who is present, or says why not. Where the perk waits for the handover, confirm it.</summary>
    public Task<Admission> LendAsync(Inquiry inquiry, Guid? requestId = null, CancellationToken cancellation = default) => AskAsync(
        async () => Admission.Of(await Terminal.BeginAsync(inquiry, requestId, cancellation)),
        _ => { },
        verifier => verifier.Lend(inquiry));

    /// <summary>Takes a thing back. Never refuses a thing that is here: without the service it is noted.</summary>
    /// <param name="itemRef">What came back.</param>
    /// <param name="receiptText">The receipt that the dock signed; empty for none.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="IOException">The disk is full or failed, and the service is out of reach.</exception>
    public async Task<Admission> TakeBackAsync(string itemRef, string receiptText = "", CancellationToken cancellation = default)
    {
        var requestId = Guid.NewGuid();
        return await AskAsync(
            async () => new Admission
            {
                Basis = AdmissionBasis.Service,
                Grant = receiptText.Length > 0
                    ? await Terminal.Grants.ReturnAsync(receiptText, requestId, cancellation)
                    : await Terminal.ReturnAsync(GrantTarget.Item(itemRef), null, requestId, cancellation),
            },
            _ => { },
            verifier => new OfflineFinding { Refusal = Core.Eligibility.CutOffRefusal.None, Claim = verifier.TakeBack(itemRef, receiptText) });
    }

    /// <summary>Uploads what waits, now. What became of it comes by <see cref="ClaimsAnswered"/>. False when the service cannot be reached.</summary>
    public Task<bool> UploadNowAsync(CancellationToken cancellation = default) =>
        Verifier is { } verifier ? UploadOnceAsync(verifier.Journal, cancellation) : Task.FromResult(true);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        _condition.Dispose();
        await _channel.DisposeAsync();
        Verifier?.Journal.Dispose();
        _stopping.Dispose();
    }

    /// <summary>1. the service, where it is thought to be in reach; 2. by itself, where the service could not be asked. A terminal that is refused does neither.</summary>
    private async Task<Admission> AskAsync(Func<Task<Admission>> ask, Action<Admission> answered, Func<OfflineVerifier, OfflineFinding> alone)
    {
        EdgeFault? fault = null;
        if (_channel.Reach is not (EdgeReach.OutOfReach or EdgeReach.NotReady) || Verifier is null)
        {
            try
            {
                var admission = await ask();
                _condition.Answered(admission.Decision);
                answered(admission);
                return admission;
            }
            catch (EdgeFaultException failed)
            {
                fault = failed.Fault;
                _condition.Look();
                if (!IsCutOff(fault) || _channel.Reach == EdgeReach.Refused)
                    return Admission.Faulty(fault);
            }
        }

        return Verifier is { } verifier ? Alone(verifier, alone) : Admission.Faulty(fault!);
    }

    private Admission Alone(OfflineVerifier verifier, Func<OfflineVerifier, OfflineFinding> alone)
    {
        try
        {
            var admission = Admission.Of(alone(verifier));
            _condition.Written();
            return admission;
        }
        catch (IOException disk)
        {
            _condition.Unwritten(disk.Message);
            return Admission.Faulty(new EdgeFault(StatusCode.Unavailable, ErrorReason.StorageFull, disk.Message, [], null));
        }
    }

    /// <summary>Whether nobody answered who could decide. A fault that the service names is its answer.</summary>
    private static bool IsCutOff(EdgeFault fault) => fault.Reason == ErrorReason.NotReady
        || (fault.Reason == ErrorReason.Unspecified && fault.Status is StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.Internal or StatusCode.Unknown or StatusCode.Cancelled);

    private void Remember(string token, Admission admission)
    {
        if (!admission.MayOpen)
            return;
        try
        {
            Verifier?.NoteRedeemed(token);
        }
        catch (IOException disk)
        {
            // The service knows the token; only this terminal would not, if it were cut off and restarted.
            _condition.Unwritten(disk.Message);
        }
    }

    private async Task FollowAsync(OfflineVerifier verifier, TerminalSessionOptions options)
    {
        var following = new StatusFollowing(Terminal, verifier, options.Clock);
        following.Followed += (_, followed) => Note(followed.Fault);
        await following.RunAsync(_stopping.Token);
    }

    private void Note(Exception? fault)
    {
        if (fault is IOException disk)
            _condition.Unwritten(disk.Message);
        else if (fault is null)
            _condition.Written();
        else
            _condition.Look();
    }

    private async Task UploadAsync(OfflineJournal journal, TimeSpan every)
    {
        using var timer = new PeriodicTimer(every);
        try
        {
            while (await timer.WaitForNextTickAsync(_stopping.Token))
            {
                _condition.Look();
                if (journal.Count > 0 && _channel.Reach != EdgeReach.OutOfReach)
                    await UploadOnceAsync(journal, _stopping.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped: what waits is in the journal, for the next start.
        }
    }

    private async Task<bool> UploadOnceAsync(OfflineJournal journal, CancellationToken cancellation)
    {
        try
        {
            if (await journal.UploadAsync(Terminal.Grants.ReportClaimsAsync, cancellation) is { Count: > 0 } results)
                ClaimsAnswered?.Invoke(this, new ClaimsAnsweredEventArgs(results));
            return true;
        }
        catch (EdgeFaultException)
        {
            return false;
        }
        catch (IOException disk)
        {
            _condition.Unwritten(disk.Message);
            return false;
        }
    }
}

/// <summary>What became of claims that were uploaded.</summary>
public sealed class ClaimsAnsweredEventArgs(IReadOnlyList<OfflineClaimResult> results) : EventArgs
{
    public IReadOnlyList<OfflineClaimResult> Results { get; } = results;
}
