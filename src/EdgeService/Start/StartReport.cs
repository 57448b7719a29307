using System.Diagnostics;
using System.Globalization;
using EdgeService.Catalog;
using EdgeService.Core.Perks;
using EdgeService.Doors;
using EdgeService.Identity;
using EdgeService.Snapshots;

namespace EdgeService.Start;

/// <summary>What the start prints: where the service listens, what it answers from, how long it took, and what to try.</summary>
public static class StartReport
{
    private const string Ctl = "dotnet run --project clients/EdgeCtl --";

    public static IEnumerable<string> LinesOf(WebApplication app)
    {
        var doors = BoundDoors.Of(app);
        yield return Invariant($"Ready after {SinceStart().TotalSeconds:0.0} s, {app.Environment.EnvironmentName}.");
        yield return $"  {doors.Tls}  gRPC over HTTP/2, TLS with client certificates";
        if (doors.Web is not null)
            yield return $"  {doors.Web}  gRPC-Web and pages for browsers (/kiosk/, /operator), TLS with client certificates";
        if (doors.Plaintext is not null)
            yield return $"  {doors.Plaintext}   gRPC over HTTP/2 in plaintext, header {HeaderIdentity.Header}: partner:venue:terminal";
        if (app.Services.GetRequiredService<CurrentSnapshot>().Metadata is { } data)
            yield return Invariant($"  snapshot {data.Revision}: {data.MemberCount:N0} members, as of {data.AsOf:yyyy-MM-dd HH:mm} UTC");
        yield return CatalogLine(app.Services.GetRequiredService<CurrentCatalog>().Catalog);
        if (!app.Environment.IsDevelopment())
            yield break;
        yield return "Try next:";
        yield return $"  {Ctl} demo";
        yield return $"  {Ctl} check bike.deposit-free --member demo-alice";
        yield return $"  {Ctl} issue bike.deposit-free --member demo-alice";
    }

    private static string CatalogLine(PerkCatalog catalog) => Invariant(
        $"  catalog {catalog.Revision}: {catalog.Perks.Count} perks, {catalog.Partners.Count} partners, {catalog.Terminals.Count} terminals");

    private static TimeSpan SinceStart()
    {
        using var process = Process.GetCurrentProcess();
        return DateTime.Now - process.StartTime;
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
