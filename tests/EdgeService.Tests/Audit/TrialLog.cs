using System.Text;
using EdgeService.Audit;
using EdgeService.Building.Audit;
using EdgeService.Tests.Hosting;

namespace EdgeService.Tests.Audit;

/// <summary>An audit log in a folder of its own.</summary>
internal sealed class TrialLog : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static byte[] Key { get; } = AuditKey.Of(new byte[32]);

    public SetClock Clock { get; } = new(new DateTimeOffset(2026, 11, 27, 16, 40, 0, TimeSpan.Zero));

    public AuditOptions Options { get; } = new();

    public string Folder => Options.Folder;

    public TrialLog() => Options.Folder = _folder.At("audit");

    public IReadOnlyList<string> Files => AuditFolder.Files(Folder);

    public static string Operator => "urn:perks:operator:anna";

    public AuditTrail Open()
    {
        var trail = UnopenedAudit.Trail(Options, new AuditIdentity(1, Key), Clock);
        trail.Open();
        return trail;
    }

    /// <summary>Three days of acts.</summary>
    public void Fill(int aDay = 5, int days = 3)
    {
        using var trail = Open();
        for (var day = 0; day < days; day++)
        {
            for (var act = 0; act < aDay; act++)
                Act(trail, $"snapshot:{day}{act}");
            Clock.Now += TimeSpan.FromDays(1);
        }
    }

    public static void Act(AuditTrail trail, string subject) => trail.Record(Operator, "perks.admin.v1.SnapshotService/RollBack", subject, AuditEntry.Done, "0HN1");

    public AuditReport Verify(AuditCheckpoint? after = null, params AuditCheckpoint[] known) => AuditVerification.Run(Folder, Key, after, known);

    public IReadOnlyList<AuditLine> Lines() => [.. Files.SelectMany(AuditScan.Lines).Select(line => AuditLine.Read(line.Bytes.Span)!)];

    /// <summary>Rewrites a file line by line, as somebody with an editor does.</summary>
    public static void Edit(string file, Func<List<string>, IEnumerable<string>> edit)
    {
        var lines = File.ReadAllText(file).TrimEnd('\n').Split('\n').ToList();
        File.WriteAllBytes(file, Encoding.UTF8.GetBytes(string.Concat(edit(lines).Select(line => line + "\n"))));
    }

    public void Dispose() => _folder.Dispose();
}
