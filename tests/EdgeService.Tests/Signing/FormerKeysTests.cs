using System.Security.Cryptography;
using EdgeService.Core.Members;
using EdgeService.Core.Tokens;
using EdgeService.Signing;

namespace EdgeService.Tests.Signing;

/// <summary>Former keys lead to present ones, and nobody but the service can read them.</summary>
public sealed class FormerKeysTests
{
    [Fact]
    public void Every_former_key_leads_to_the_present_one_and_names_stay_those_of_the_first()
    {
        var keys = new FormerKeys();
        var (first, second, third, other) = (new MemberKey(10), new MemberKey(ulong.MaxValue), new MemberKey(30), new MemberKey(40));
        Assert.Equal((first, first), (keys.CurrentOf(first), keys.FirstOf(first)));
        keys.Take([new(second, third, 2000), new(first, third, 1000), new(new(41), new(42), 2000)]);
        Assert.Equal([third, third, third, other], new[] { first, second, third, other }.Select(keys.CurrentOf));
        Assert.Equal([first, other, new MemberKey(41)], new[] { third, other, new MemberKey(42) }.Select(keys.FirstOf));
        Assert.True(keys.TryCurrentOf(third, out var current) && current == third);
        Assert.True(keys.TryCurrentOf(second, out current) && current == third);
        Assert.False(keys.TryCurrentOf(other, out _));
        keys.Take([]);
        Assert.Equal((first, third), (keys.CurrentOf(first), keys.FirstOf(third)));
    }

    [Fact]
    public void Many_keys_are_all_found()
    {
        var random = new Random(5);
        var rows = Enumerable.Range(0, 20_000).Select(_ => new FormerKey(new((ulong)random.NextInt64()), new((ulong)random.NextInt64() | 1UL << 63), random.Next())).ToList();
        var keys = new FormerKeys();
        keys.Take(rows);
        Assert.Equal(20_000, keys.Count);
        Assert.All(rows, row => Assert.Equal((row.Member, row.Former), (keys.CurrentOf(row.Former), keys.FirstOf(row.Member))));
    }

    [Fact]
    public void Sealed_key_is_always_the_same_and_opens_under_its_own_secret_alone()
    {
        var secret = RandomNumberGenerator.GetBytes(32);
        using var seal = new FormerKeySeal(ServiceKeys.Of(secret));
        using var same = new FormerKeySeal(ServiceKeys.Of(secret));
        using var foreign = new FormerKeySeal(ServiceKeys.Of(RandomNumberGenerator.GetBytes(32)));
        var key = new MemberKey(0x0123_4567_89AB_CDEF);
        Assert.Equal(seal.Seal(key), same.Seal(key));
        Assert.NotEqual(seal.Seal(key), foreign.Seal(key));
        Assert.True(same.TryOpen(seal.Seal(key), out var opened) && opened == key);
        Assert.False(foreign.TryOpen(seal.Seal(key), out _));
        Assert.False(same.TryOpen(seal.Seal(key) ^ 1, out _));
    }
}
