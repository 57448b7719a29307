using EdgeService.Client;
using EdgeSip2.Edge;

namespace EdgeSip2.Desk;

/// <summary>One self-service machine as the edge knows it: a terminal, and the journal of what that terminal did offline.</summary>
internal sealed record Kiosk(string Login, EdgeDesk Edge, OfflineJournal Journal);
