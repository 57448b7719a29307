using EdgeSip2.Edge;
using EdgeSip2.Journals;

namespace EdgeSip2.Desk;

/// <summary>One self-service machine as the edge knows it: a terminal, with what is on disk of it.</summary>
/// <param name="Login">The user name of its login; empty where it needs none.</param>
/// <param name="Edge">The edge, asked as this terminal.</param>
/// <param name="Deeds">What it did while the edge could not be asked.</param>
/// <param name="Loans">Loans that were begun and are not done with.</param>
internal sealed record Kiosk(string Login, EdgeDesk Edge, OfflineDeeds Deeds, LoanIntents Loans);
