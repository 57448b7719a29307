using EdgeService.Core.Tokens;

namespace EdgeService.Core.Tests.Tokens;

/// <summary>No crash, no forgery, and what is accepted is canonical; seeds are fixed, so a failure can be run again.</summary>
public class TokenFuzzTests
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private readonly TokenDesk _desk = new();

    [Fact]
    public void Random_texts_are_refused()
    {
        var random = new Random(1);
        for (var round = 0; round < 60_000; round++)
        {
            var text = TokenFormat.Prefix + new string(random.GetItems<char>(Letters, random.Next(0, 260)));
            Assert.NotEqual(TokenFault.None, _desk.Verify(text).Fault);
        }
    }

    [Fact]
    public void Mutated_tokens_are_refused()
    {
        var random = new Random(2);
        var genuine = _desk.Sign(TokenDesk.Claims());
        for (var round = 0; round < 20_000; round++)
        {
            var mutant = Mutate(genuine, random);
            if (mutant.AsSpan().SequenceEqual(genuine)) continue;
            Assert.NotEqual(TokenFault.None, _desk.Verify(TokenWriting.TextOf(mutant)).Fault);
        }
    }

    [Fact]
    public void Every_flipped_bit_of_the_bytes_is_refused()
    {
        var genuine = _desk.Sign(TokenDesk.Claims() with { StatusIndex = uint.MaxValue });
        for (var bit = 0; bit < genuine.Length * 8; bit++)
        {
            var flipped = (byte[])genuine.Clone();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.NotEqual(TokenFault.None, _desk.Verify(TokenWriting.TextOf(flipped)).Fault);
        }
    }

    [Fact]
    public void Every_flipped_bit_of_the_text_is_refused()
    {
        var genuine = _desk.Issue(TokenDesk.Claims());
        for (var bit = 0; bit < genuine.Length * 16; bit++)
        {
            var flipped = genuine.ToCharArray();
            flipped[bit / 16] ^= (char)(1 << (bit % 16));
            Assert.NotEqual(TokenFault.None, _desk.Verify(new string(flipped)).Fault);
        }
    }

    [Fact]
    public void Signed_mutants_are_accepted_only_in_canonical_form()
    {
        var random = new Random(3);
        var accepted = 0;
        for (var round = 0; round < 20_000; round++)
        {
            if (SignMutant(random) is not { } token) continue;
            var verdict = _desk.Verify(TokenWriting.TextOf(token));
            if (verdict.Claims == default) continue;
            accepted++;
            Assert.Equal(token, PlatformCbor.Rewritten(token));
            AssertWrittenAlike(token, verdict);
        }

        Assert.True(accepted > 1_000);
    }

    private byte[]? SignMutant(Random random)
    {
        var draft = new byte[TokenFormat.MaxBytes];
        draft = draft[..TokenWriting.Draft(TokenDesk.Claims(), _desk.Key.Id, draft)];
        var mutant = Mutate(draft, random);
        if (!CoseSign1.TryRead(mutant, out var read) || mutant.Length > TokenFormat.MaxBytes || read.Signature.Length != 64) return null;
        Span<byte> hash = stackalloc byte[32];
        TokenWriting.HashOf(mutant, hash);
        _desk.Signer.SignHash(hash).CopyTo(TokenWriting.SignatureOf(mutant));
        return mutant;
    }

    private static void AssertWrittenAlike(byte[] token, TokenVerdict verdict)
    {
        var again = new byte[TokenFormat.MaxBytes];
        again = again[..TokenWriting.Draft(verdict.Claims, verdict.Key, again)];
        Assert.Equal(token[..^64], again[..^64]);
    }

    private static byte[] Mutate(byte[] genuine, Random random)
    {
        var bytes = genuine.ToList();
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(6))
            {
                case 0: bytes.Insert(at, (byte)random.Next(256)); break;
                case 1: bytes.RemoveAt(at); break;
                case 2: bytes[at] = (byte)random.Next(256); break;
                case 3: bytes[at]++; break;
                case 4: bytes.RemoveRange(at, Math.Min(bytes.Count - at, random.Next(1, 9))); break;
                default: bytes[at] ^= (byte)(1 << random.Next(8)); break;
            }

            if (bytes.Count == 0) bytes.Add(0);
        }

        return [.. bytes];
    }
}
