using EdgeService.Core.Grants;
using EdgeService.Core.Members;

namespace EdgeService.Tests.Proof;

/// <summary>What a ledger has, read around the service's own code for it.</summary>
/// <param name="Entries">Every entry, those of one member oldest first.</param>
/// <param name="Held">Who holds an item: a row for each.</param>
internal sealed record LedgerContent(
    IReadOnlyList<(MemberKey Member, LedgerEntry Entry)> Entries, IReadOnlyList<(MemberKey Member, long Grant)> Held);
