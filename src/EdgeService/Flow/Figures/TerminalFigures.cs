namespace EdgeService.Flow.Figures;

/// <summary>The terminals of catalog and register together.</summary>
/// <param name="ByState">How many are in each state; states without any are missing.</param>
/// <param name="Expiring">How many answer now and have no good certificate for longer than <see cref="Soon"/>.</param>
/// <param name="Shown">Those that need somebody first, then those seen latest.</param>
/// <param name="Counted">How many were counted.</param>
/// <param name="More">Whether there are more.</param>
public sealed record TerminalFigures(IReadOnlyDictionary<ShownState, int> ByState, int Expiring, IReadOnlyList<TerminalLine> Shown, int Counted, bool More)
{
    /// <summary>A certificate that ends within this time is about to end: a terminal that renews as it should has done so long before.</summary>
    public static readonly TimeSpan Soon = TimeSpan.FromDays(3);

    private const int MostShown = 24;

    public static TerminalFigures Of(IReadOnlyList<TerminalView> terminals, bool more)
    {
        var lines = terminals.Select(TerminalLine.Of).ToList();
        return new TerminalFigures(
            lines.GroupBy(line => line.State).ToDictionary(state => state.Key, state => state.Count()),
            lines.Count(line => line.IsExpiring),
            [.. lines.OrderBy(line => line.Concern).ThenByDescending(line => line.LastSeen).ThenBy(line => line.Name, StringComparer.Ordinal).Take(MostShown)],
            lines.Count,
            more);
    }
}

/// <summary>One terminal.</summary>
/// <param name="Name"><c>partner:venue:terminal</c>.</param>
/// <param name="State">Whether its calls are answered.</param>
/// <param name="LastSeen">When it last called, roughly; null when it never did.</param>
/// <param name="GoodUntil">Until when it has a good certificate of the register; null where the register knows of none.</param>
/// <param name="IsExpiring">Whether that is soon, or past.</param>
public sealed record TerminalLine(string Name, ShownState State, DateTimeOffset? LastSeen, DateTimeOffset? GoodUntil, bool IsExpiring)
{
    /// <summary>The lower, the sooner somebody should look.</summary>
    internal int Concern => this switch
    {
        { State: ShownState.Suspended } => 0,
        { IsExpiring: true } => 1,
        { State: ShownState.Revoked } => 3,
        _ => 2,
    };

    public static TerminalLine Of(TerminalView terminal)
    {
        var good = terminal.Entry.Certificates.Where(certificate => !certificate.IsRevoked && certificate.NotAfter < DateTimeOffset.MaxValue)
            .Select(certificate => (DateTimeOffset?)certificate.GoodUntil).Max();
        var answers = terminal.State is ShownState.Active or ShownState.Enrolled;
        return new TerminalLine(terminal.Name, terminal.State, terminal.LastSeen, good, answers && good < terminal.Now + TerminalFigures.Soon);
    }
}
