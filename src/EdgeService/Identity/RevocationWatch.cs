using EdgeService.Telemetry;
using EdgeService.Watching;
using Microsoft.Extensions.Options;

namespace EdgeService.Identity;

/// <summary>
/// Watches the folder of revocation lists. A file that is no good list of an authority here is said and leaves what is in force; one that is
/// taken away too. A file that cannot be read is tried again at every look and said once. A list past its time is said loudly, every hour anew.
/// </summary>
public sealed class RevocationWatch(RevocationLists lists, ClientTrust trust, IOptions<PkiOptions> options, TimeProvider clock, ILogger<RevocationWatch> log)
    : RepeatedLook(TimeSpan.FromSeconds(1), clock)
{
    private const int LargestBytes = 64 << 20;
    private static readonly string[] Endings = [".crl", ".pem"];
    private static readonly TimeSpan SaidFor = TimeSpan.FromHours(1);

    private readonly Dictionary<string, (DateTime Written, long Bytes)> _seen = [];
    private readonly Dictionary<string, string> _unreadable = [];
    private DateTimeOffset _saidAt = DateTimeOffset.MinValue;

    /// <summary>Reads what is new, and gives what is wrong with it.</summary>
    public IReadOnlyList<string> Look()
    {
        if (!Directory.Exists(options.Value.RevocationFolder))
            return [];
        var files = new DirectoryInfo(options.Value.RevocationFolder).EnumerateFiles().Where(file => Endings.Contains(file.Extension)).OrderBy(file => file.Name, StringComparer.Ordinal);
        return [.. files.Where(IsNew).Select(FaultOf).OfType<string>()];
    }

    protected override void LookOnce()
    {
        foreach (var fault in Look())
            log.RevocationListRefused(fault);
        SayWhatIsTooOld();
    }

    protected override void Report(Exception unforeseen) => log.RevocationLookFailed(unforeseen, options.Value.RevocationFolder);

    private bool IsNew(FileInfo file) => !_seen.TryGetValue(file.FullName, out var before) || before != StampOf(file);

    private string? FaultOf(FileInfo file)
    {
        try
        {
            var stamp = StampOf(file);
            var content = file.Length <= LargestBytes ? File.ReadAllBytes(file.FullName) : null;
            // Only what was read is known: that a file may be read now changes none of its times.
            _seen[file.FullName] = stamp;
            _unreadable.Remove(file.FullName);
            Take(content ?? throw new FormatException($"is larger than {LargestBytes} bytes."));
            return null;
        }
        catch (FormatException wrong)
        {
            return $"{file.FullName} {wrong.Message}";
        }
        catch (Exception denied) when (denied is IOException or UnauthorizedAccessException)
        {
            var said = _unreadable.GetValueOrDefault(file.FullName) == denied.Message;
            _unreadable[file.FullName] = denied.Message;
            return said ? null : $"{file.FullName} {denied.Message}";
        }
    }

    private void Take(byte[] file)
    {
        foreach (var list in RevocationList.ReadAll(file, trust.Authorities))
        {
            if (lists.Put(list))
                log.RevocationListInUse(list.Name, list.Serials.Count, list.NextUpdate);
        }
    }

    private static (DateTime Written, long Bytes) StampOf(FileInfo file) => (file.LastWriteTimeUtc, file.Length);

    private void SayWhatIsTooOld()
    {
        var now = Clock.GetUtcNow();
        if (now - _saidAt < SaidFor)
            return;
        foreach (var old in lists.All.Where(list => list.NextUpdate <= now))
        {
            _saidAt = now;
            log.RevocationListTooOld(old.Name, old.NextUpdate, old.NextUpdate + options.Value.RevocationGrace);
        }
    }
}
