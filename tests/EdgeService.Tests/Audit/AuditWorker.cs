using System.Globalization;
using System.Text;
using EdgeService.Audit;
using EdgeService.Tests.Hosting;

namespace EdgeService.Tests.Audit;

/// <summary>Records one act after the other, with refusals in between, until it is killed. Each line it prints is an acknowledgement.</summary>
internal static class AuditWorker
{
    public const string Part = "audit-worker";

    public static int Run(string folder)
    {
        using var trail = UnopenedAudit.Trail(new AuditOptions { Folder = folder }, new AuditIdentity(1, TrialLog.Key), TimeProvider.System);
        trail.Open();
        using var lines = Console.OpenStandardOutput();
        for (var act = 0L; ; act++)
        {
            var subject = string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}-{act}");
            trail.Refused("urn:perks:terminal:p:v:t", subject, "METHOD_NOT_ALLOWED", "");
            if (act % 7 == 0)
                trail.Flush();
            TrialLog.Act(trail, subject);
            lines.Write(Encoding.ASCII.GetBytes(subject + "\n"));
            lines.Flush();
        }
    }
}
