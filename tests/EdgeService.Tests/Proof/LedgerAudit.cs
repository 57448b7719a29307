using System.Globalization;
using EdgeService.Core.Grants;
using EdgeService.Core.Members;
using EdgeService.Core.Tokens;
using EdgeService.Signing;

namespace EdgeService.Tests.Proof;

/// <summary>Holds what the ledger has against what clients were told: the same, once each.</summary>
internal sealed class LedgerAudit(string home) : IDisposable
{
    private readonly ServiceCiphers _ciphers = new(DeploymentSecrets.Load(Path.Combine(home, "secret")).Service);

    /// <summary>What is wrong, in words; empty when nothing is.</summary>
    public IReadOnlyList<string> FaultsOf(IReadOnlyCollection<Observation> told, LedgerContent kept)
    {
        var acknowledged = told.Select(DeedOf).OfType<Deed>().ToHashSet();
        var deeds = kept.Entries.Where(one => one.Entry.Kind is not (EntryKind.Lapsed or EntryKind.ClosedByItself)).Select(DeedOf).ToList();
        var tokens = deeds.Where(deed => deed.Kind == EntryKind.Granted).Select(deed => deed.Token).OfType<string>();
        return
        [
            .. acknowledged.Except(deeds).Select(deed => $"lost: {deed} was acknowledged and is not in the ledger"),
            .. deeds.Except(acknowledged).Select(deed => $"unasked: {deed} is in the ledger and was told to nobody"),
            .. Twice(deeds).Select(deed => $"twice: {deed}"),
            .. HeldBy(kept.Entries).Except(kept.Held).Select(one => $"free: an item of grant {one.Grant} that is out"),
            .. kept.Held.Except(HeldBy(kept.Entries)).Select(one => $"held: an item by grant {one.Grant} that is not out"),
            .. Twice(tokens).Select(token => $"twice: token {token} was redeemed"),
        ];
    }

    public void Dispose() => _ciphers.Dispose();

    /// <summary>Whose grants, as last recorded, have something out.</summary>
    private static IEnumerable<(MemberKey Member, long Grant)> HeldBy(IEnumerable<(MemberKey Member, LedgerEntry Entry)> entries) => entries
        .Where(one => one.Entry.Grant is not null)
        .GroupBy(one => (one.Member, Grant: one.Entry.Grant!.Number), one => one.Entry.Grant!)
        .Where(grant => grant.Last() is { IsOpen: true } last && last.OpenItems.Any())
        .Select(grant => grant.Key);

    private static IEnumerable<T> Twice<T>(IEnumerable<T> all)
        where T : notnull => all.CountBy(one => one).Where(counted => counted.Value > 1).Select(counted => counted.Key);

    /// <summary>What the ledger must have by an acknowledgement; null when that is nothing.</summary>
    private Deed? DeedOf(Observation seen) => (seen.Act, seen.Told) switch
    {
        (_, Told.Granted) => DeedOf(EntryKind.Granted, seen.Grant!) with { Token = seen.Token?.Id },
        (Act.Revoke, Told.Done) => new Deed(EntryKind.TokenRevoked, default, 0) { Token = seen.Token!.Id },
        (Act.Confirm, Told.Done) => DeedOf(EntryKind.HandedOver, seen.Grant!),
        (Act.Return, Told.Done) => DeedOf(EntryKind.Returned, seen.Grant!),
        (Act.Cancel, Told.Done) => DeedOf(EntryKind.Cancelled, seen.Grant!),
        _ => null,
    };

    private Deed DeedOf(EntryKind kind, string grant) => GrantIds.TryOpen(grant, _ciphers, out var member, out var number)
        ? new Deed(kind, member, (long)number)
        : throw new FormatException($"{grant} is no grant id of this deployment");

    private static Deed DeedOf((MemberKey Member, LedgerEntry Entry) kept) => kept.Entry.Kind switch
    {
        EntryKind.Granted => new Deed(EntryKind.Granted, kept.Member, kept.Entry.Grant!.Number) { Token = IdOf(kept.Entry.Token) },
        EntryKind.TokenRevoked => new Deed(EntryKind.TokenRevoked, default, 0) { Token = IdOf(kept.Entry.Token) },
        _ => new Deed(kept.Entry.Kind, kept.Member, kept.Entry.Grant!.Number),
    };

    private static string? IdOf(TokenId? token) => token?.Value.ToString("x32", CultureInfo.InvariantCulture);

    /// <summary>What one entry says. Who a revoked token belongs to, callers are not told.</summary>
    private sealed record Deed(EntryKind Kind, MemberKey Member, long Grant)
    {
        public string? Token { get; init; }
    }
}
