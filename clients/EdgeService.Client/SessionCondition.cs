using Perks.Edge.V1;

namespace EdgeService.Client;

/// <summary>Gathers what says how a terminal works, and tells when it changes. Safe for any number of threads.</summary>
internal sealed class SessionCondition : IDisposable
{
    private readonly Lock _looking = new();
    private readonly EdgeChannel _channel;
    private readonly OfflineVerifier? _verifier;
    private readonly TimeProvider _clock;
    private readonly string _fault;
    private volatile string _unwritten = "";
    private volatile bool _stale;

    public SessionCondition(EdgeChannel channel, OfflineVerifier? verifier, TimeProvider clock, string fault)
    {
        (_channel, _verifier, _clock, _fault) = (channel, verifier, clock, fault);
        Current = new TerminalCondition(TerminalMode.Offline, ConditionReason.Connecting, clock.GetUtcNow(), "");
        channel.ReachChanged += Look;
        Look();
    }

    public event EventHandler<TerminalCondition>? Changed;

    public TerminalCondition Current { get; private set; }

    /// <summary>The service answered; a decision says whether on old data.</summary>
    public void Answered(Decision? decision)
    {
        _stale = decision?.Stale ?? _stale;
        Look();
    }

    /// <summary>The disk did not take something: nothing is accepted offline until it does.</summary>
    public void Unwritten(string detail)
    {
        _unwritten = detail;
        Look();
    }

    /// <summary>The disk took something.</summary>
    public void Written()
    {
        _unwritten = "";
        Look();
    }

    public void Look()
    {
        TerminalCondition changed;
        lock (_looking)
        {
            var now = _clock.GetUtcNow();
            var (mode, reason) = TerminalCondition.Of(_channel.Reach, _unwritten.Length > 0 ? null : _verifier?.State(), _stale, now);
            if ((mode, reason) == (Current.Mode, Current.Reason))
                return;
            var detail = reason == ConditionReason.JournalUnusable ? _fault + _unwritten : _channel.ReachDetail;
            changed = Current = new TerminalCondition(mode, reason, now, detail);
        }

        Changed?.Invoke(this, changed);
    }

    public void Dispose() => _channel.ReachChanged -= Look;

    private void Look(object? sender, EventArgs e) => Look();
}
