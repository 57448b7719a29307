using System.Globalization;
using EdgeService.Doors;

namespace EdgeService.Start;

/// <summary>Outside Development the process itself is in order: whom it runs as, what the clock says, and how many files it may open.</summary>
public static class HostSafety
{
    private const string AllowRoot = RunningOptions.Section + ":" + nameof(RunningOptions.AllowRoot);
    private const string MaxConnections = DoorsOptions.Section + ":" + nameof(DoorsOptions.MaxConnections);

    /// <summary>Open files beside those connections: of who has not proven himself and of operators, ledger, logs, snapshots, the runtime's own.</summary>
    private const int OtherFiles = 1024;

    private static readonly TimeSpan ClockSlack = TimeSpan.FromDays(1);

    public static IEnumerable<string> FaultsOf(IConfiguration configuration, DateTimeOffset now)
    {
        if (Environment.IsPrivilegedProcess && !(bool.TryParse(configuration[AllowRoot], out var allowed) && allowed))
            yield return $"{AllowRoot}: the service runs as root, and whoever broke into it would be root too. Run it as a user of its own; set this to true only where there is no other.";
        if (FaultOfClock(now, File.GetLastWriteTimeUtc(typeof(DoorsOptions).Assembly.Location)) is { } wrong)
            yield return wrong;
        var most = configuration[MaxConnections] is { } set ? int.TryParse(set, CultureInfo.InvariantCulture, out var number) ? number : 0 : new DoorsOptions().MaxConnections;
        if (FaultOfFiles(most, MostOpenFiles()) is { } few)
            yield return few;
        foreach (var greedy in FaultsOfShares(DoorsOf(configuration)))
            yield return greedy;
    }

    /// <summary>One caller has no more than half of what there is for all.</summary>
    public static IEnumerable<string> FaultsOfShares(DoorsOptions doors)
    {
        (string Share, int One, string Whole, int All)[] limits =
        [
            (nameof(doors.CallsPerCaller), doors.CallsPerCaller, nameof(doors.MaxCalls), doors.MaxCalls),
            (nameof(doors.StreamsPerCaller), doors.StreamsPerCaller, nameof(doors.MaxStreams), doors.MaxStreams),
            (nameof(doors.ConnectionsPerCaller), doors.ConnectionsPerCaller, nameof(doors.MaxConnections), doors.MaxConnections),
        ];
        return limits.Where(limit => limit.One > limit.All / 2).Select(limit => string.Create(
            CultureInfo.InvariantCulture,
            $"{DoorsOptions.Section}:{limit.Share}: {limit.One} is more than half of {limit.Whole}, {limit.All}, so that one caller could shut out the others. Lower it, or raise {limit.Whole}."));
    }

    /// <summary>A clock that shows a time before the service was built makes every certificate, token and code wrong.</summary>
    public static string? FaultOfClock(DateTimeOffset now, DateTimeOffset built) => now >= built - ClockSlack
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"The clock says {now:yyyy-MM-dd HH:mm} UTC, and this service was built at {built:yyyy-MM-dd HH:mm}. Set the clock, and keep it set (NTP).");

    /// <summary>Each connection takes an open file; without one left, no further connection is taken, nor the ledger's log.</summary>
    public static string? FaultOfFiles(int connections, long most)
    {
        var needed = connections + OtherFiles;
        return needed <= most
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"{MaxConnections}: {connections} connections need {needed} open files, and the process may open {most}. Raise that (LimitNOFILE=, ulimit -n), or lower the setting.");
    }

    /// <summary>What the settings say; the defaults where one of them is no number, which is said elsewhere.</summary>
    private static DoorsOptions DoorsOf(IConfiguration configuration)
    {
        try
        {
            return configuration.GetSection(DoorsOptions.Section).Get<DoorsOptions>() ?? new DoorsOptions();
        }
        catch (InvalidOperationException)
        {
            return new DoorsOptions();
        }
    }

    private static long MostOpenFiles()
    {
        const string limits = "/proc/self/limits";
        var line = File.Exists(limits) ? File.ReadLines(limits).FirstOrDefault(line => line.StartsWith("Max open files", StringComparison.Ordinal)) : null;
        return line?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, _, _, var soft, ..] && long.TryParse(soft, CultureInfo.InvariantCulture, out var most) ? most : long.MaxValue;
    }
}
