using System.Collections.Concurrent;
using EdgeService.Core.Tokens;
using EdgeService.Signing;

namespace EdgeService.Tests.Signing;

public class NonceSourceTests
{
    [Fact]
    public void No_nonce_is_handed_out_twice()
    {
        var source = new NonceSource(3);
        var seen = new ConcurrentDictionary<DecisionNonce, bool>();
        Parallel.For(0, 50_000, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ => Assert.True(seen.TryAdd(source.Next(), true)));
        Assert.All(seen.Keys, nonce => Assert.Equal(3, nonce.Edge));
    }

    [Fact]
    public void Each_start_draws_another_number() =>
        Assert.True(Enumerable.Range(0, 20).Select(_ => new NonceSource(1).Next().Start).Distinct().Count() > 15);
}
