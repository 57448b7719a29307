using EdgeService.Core.Perks;
using EdgeService.Core.Tests.Catalogs;
using EdgeService.Core.Tokens;

namespace EdgeService.Core.Tests.Tokens;

public class TokenSizeTests
{
    private static readonly DateTimeOffset Latest = DateTimeOffset.FromUnixTimeSeconds(uint.MaxValue);
    private readonly TokenDesk _desk = new();

    public static TheoryData<ushort, uint, OfflineClass, uint?> Extremes
    {
        get
        {
            var data = new TheoryData<ushort, uint, OfflineClass, uint?>();
            foreach (var perk in new ushort[] { 1, 23, 24, 255, 256, ushort.MaxValue })
            {
                foreach (var units in new uint[] { 0, 1, 23, 24, 256, 65_536, uint.MaxValue })
                {
                    foreach (var offline in Enum.GetValues<OfflineClass>())
                    {
                        foreach (var status in new uint?[] { null, 0, 70_000, uint.MaxValue }) data.Add(perk, units, offline, status);
                    }
                }
            }

            return data;
        }
    }

    public static TheoryData<string> ShippedPerks => [.. ShippedCatalog.Catalog.Perks.Select(perk => perk.Id)];

    [Theory]
    [MemberData(nameof(Extremes))]
    public void No_token_exceeds_160_bytes(ushort perk, uint units, OfflineClass offline, uint? status)
    {
        var claims = TokenDesk.Claims() with
        {
            Audience = AudienceCode.Parse("LOUNGE-A-9"),
            ExpiresAt = Latest,
            PerkCode = perk,
            Units = units,
            OfflineClass = offline,
            StatusIndex = status,
        };
        var token = new byte[TokenFormat.MaxBytes];
        token = token[..TokenWriting.Draft(claims, _desk.Key.Id, token)];

        Assert.True(token.Length <= 160);
        Assert.True(TokenWriting.TextOf(token).Length <= TokenFormat.MaxCharacters);
        Assert.True(TokenVerification.TryReadUnverified(TokenWriting.TextOf(token), out _, out var read));
        Assert.Equal(claims, read);
    }

    [Theory]
    [InlineData("GATE-1", 1, null, 144, 234)]
    [InlineData("LOUNGE-A", 1, null, 146, 237)]
    [InlineData("LOUNGE-A", 300, null, 148, 240)]
    [InlineData("LOUNGE-A-9", 300, 70_000L, 155, 251)]
    [InlineData("LOUNGE-A-9", 65_535, 4_294_967_295L, 155, 251)]
    public void Typical_sizes_are_known(string audience, int perk, long? status, int bytes, int characters)
    {
        var claims = TokenDesk.Claims() with { Audience = AudienceCode.Parse(audience), PerkCode = (ushort)perk, StatusIndex = (uint?)status };
        var token = _desk.Sign(claims);
        Assert.Equal((bytes, characters), (token.Length, TokenWriting.TextOf(token).Length));
    }

    /// <summary>A perk of the shipped catalog at every gate it is offered at: bytes, and characters within QR version 9 at level M.</summary>
    [Theory]
    [MemberData(nameof(ShippedPerks))]
    public void Token_of_every_shipped_perk_fits_a_version_9_code(string perkId)
    {
        var perk = ShippedCatalog.Catalog.FindPerk(perkId)!;
        var terminals = ShippedCatalog.Catalog.Terminals.Where(terminal => terminal.Venue.OfferOf(perk) is not null).ToList();
        var groups = ShippedCatalog.Catalog.GateGroups.Where(group => group.Venue.OfferOf(perk) is not null);
        Assert.NotEmpty(terminals);
        foreach (var code in terminals.Select(terminal => terminal.Audience).Concat(groups.Select(group => group.Audience)))
        {
            var claims = TokenDesk.Claims() with { Audience = AudienceCode.Parse(code), PerkCode = perk.Code, OfflineClass = perk.OfflineClass, Units = 100 };
            var token = _desk.Sign(claims);
            Assert.InRange(token.Length, 143, 149);
            Assert.InRange(TokenWriting.TextOf(token).Length, 1, 262);
        }
    }

    [Fact]
    public void Claims_out_of_range_are_never_written()
    {
        var claims = TokenDesk.Claims();
        Assert.ThrowsAny<ArgumentException>(() => _desk.Issue(claims with { Audience = default }));
        Assert.ThrowsAny<ArgumentException>(() => _desk.Issue(claims with { ExpiresAt = Latest.AddSeconds(1) }));
        Assert.ThrowsAny<ArgumentException>(() => _desk.Issue(claims with { ExpiresAt = DateTimeOffset.UnixEpoch.AddSeconds(-1) }));
        Assert.ThrowsAny<ArgumentException>(() => _desk.Issue(claims with { PerkCode = 0 }));
        Assert.ThrowsAny<ArgumentException>(() => _desk.Issue(claims with { OfflineClass = (OfflineClass)3 }));
    }
}
