using System.Collections.Concurrent;
using EdgeService.Core.Tokens;

namespace EdgeService.Tests.Signing;

public sealed class EdgeSignerTests : IDisposable
{
    private readonly KeyFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Signed_token_verifies_under_the_published_keys()
    {
        using var keys = _folder.Keys();
        var text = KeyFolder.Signer(keys, KeyFolder.Now).Sign(KeyFolder.Claims(), KeyFolder.Venue);
        var verdict = TokenVerification.Verify(text, keys.PublishedAt(KeyFolder.Now), KeyFolder.Gate(), KeyFolder.Now);
        Assert.Equal((TokenFault.None, KeyFolder.Claims()), (verdict.Fault, verdict.Claims));
    }

    [Fact]
    public void Many_threads_sign_and_verify_with_one_signer_and_one_list()
    {
        using var keys = _folder.Keys();
        var (signer, list, gate) = (KeyFolder.Signer(keys, KeyFolder.Now), keys.PublishedAt(KeyFolder.Now), KeyFolder.Gate());
        var verdicts = new ConcurrentBag<TokenVerdict>();
        var wrong = new ConcurrentBag<TokenFault>();
        Parallel.For(0, 4_000, new ParallelOptions { MaxDegreeOfParallelism = 16 }, number =>
        {
            var claims = KeyFolder.Claims() with { Id = new TokenId((UInt128)number) };
            var text = signer.Sign(claims, KeyFolder.Venue)!;
            var verdict = TokenVerification.Verify(text, list, gate, KeyFolder.Now);
            if (verdict.Claims == claims) verdicts.Add(verdict);
            var spoilt = text[..^3] + (text[^3] == 'A' ? 'B' : 'A') + text[^2..];
            wrong.Add(TokenVerification.Verify(spoilt, list, gate, KeyFolder.Now).Fault);
        });
        Assert.Equal(4_000, verdicts.Count(verdict => verdict.IsGood));
        Assert.DoesNotContain(TokenFault.None, wrong);
    }

    [Fact]
    public void Nothing_is_signed_without_a_key_in_use()
    {
        using var keys = _folder.Keys();
        var late = KeyFolder.Signer(keys, KeyFolder.Now.AddYears(1));
        Assert.Null(late.Sign(KeyFolder.Claims(), KeyFolder.Venue));
    }
}
