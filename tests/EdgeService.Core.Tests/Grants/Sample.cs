using System.Collections.Immutable;
using EdgeService.Core.Grants;
using EdgeService.Core.Members;
using EdgeService.Core.Tokens;

namespace EdgeService.Core.Tests.Grants;

/// <summary>Terms and commands that the tests of grants start from.</summary>
internal static class Sample
{
    public const int Bike = 1;

    public static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    public static readonly Actor Dock = Actor.Terminal("central-park", "dock-1");
    public static readonly MemberKey Member = new(0xFEDC_BA98_7654_3210);

    public static GrantTerms BikeTerms(params string[] items) => new()
    {
        PerkCode = Bike,
        PerkId = "bike.deposit-free",
        PartnerId = "citybike",
        VenueId = "central-park",
        TerminalId = "dock-1",
        Units = Math.Max(1, items.Length),
        Items = [.. items],
        NeedsHandover = true,
        DepositWaived = true,
        DueAfter = TimeSpan.FromHours(4),
    };

    public static GrantTerms VisitTerms { get; } = new()
    {
        PerkCode = 2,
        PerkId = "station.lounge",
        PartnerId = "railway",
        VenueId = "central-station",
        TerminalId = "gate-1",
        SelfCloseAfter = TimeSpan.FromHours(3),
        Period = TimeSpan.FromDays(1),
        Journey = new JourneyDigest(7),
    };

    public static MemberRecord After(MemberRecord record, GrantCommand command, DateTimeOffset now) =>
        Custody.Apply(new LedgerScene(record), command, now) is { Next: { } next } ? next : throw new InvalidOperationException("refused");

    public static MemberRecord WithBike(params string[] items) => After(MemberRecord.Empty, new Begin(BikeTerms(items), Dock), Noon);

    public static MemberRecord WithBikeOut(params string[] items) =>
        After(WithBike(items), new ConfirmHandover(1, "citybike", null, Dock), Noon.AddSeconds(20));

    public static Redeem Redeem(UInt128 token, GrantTerms? terms = null) =>
        new(new TokenId(token), Noon.AddMinutes(1), terms ?? BikeTerms("bike-1"), Dock);

    public static LedgerScene Held(MemberRecord record, string item, DateTimeOffset? until) => new(
        record, new Dictionary<ItemRef, ItemHolder> { [new ItemRef("citybike", item)] = new ItemHolder(new MemberKey(99), 1, until) }.ToImmutableDictionary())
    {
        Member = Member,
    };
}
