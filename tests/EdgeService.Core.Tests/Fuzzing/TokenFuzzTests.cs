using EdgeService.Core.Tests.Tokens;
using EdgeService.Core.Tokens;
using EdgeService.Fuzzing;

namespace EdgeService.Core.Tests.Fuzzing;

/// <summary>Tokens out of tokens: none is taken that was not signed, and what is taken has one form.</summary>
[Collection(OneByOne.Name)]
public sealed class TokenFuzzTests
{
    private readonly KeptSigner _signer = new();

    [Fact]
    public void Mutated_token_is_taken_only_for_what_was_signed()
    {
        var genuine = KeptSigner.Claims.Select(claims => _signer.Desk.Sign(claims)).ToArray();
        var target = new FuzzTarget("token", [.. genuine.Select(token => TextForm.Seed(TokenWriting.TextOf(token)))], TextForm.Mutation("PE1", new ByteMutation(), new CborMutation()), input =>
        {
            var text = TextForm.Of(input);
            var verdict = _signer.Desk.Verify(text);
            if (verdict.Fault is not TokenFault.None and <= TokenFault.BadSignature) Assert.Equal(default, verdict.Claims);
            else
            {
                Assert.Contains(verdict.Claims, KeptSigner.Claims);
                TextForm.AssertSigned(text, "PE1", genuine);
            }

            return verdict.Fault.ToString();
        })
        { MostBytes = 16_384 };

        var met = FuzzRun.Run(target, brief: 20_000, full: 4_000_000);

        foreach (var fault in new[] { TokenFault.Shape, TokenFault.NotCanonical, TokenFault.UnknownKey, TokenFault.AlgorithmMismatch, TokenFault.BadSignature })
            Assert.True(met.ContainsKey(fault.ToString()) || FuzzLength.IsSingle, $"No input met {fault}.");
    }

    [Fact]
    public void Mutant_that_is_signed_is_taken_only_in_the_form_that_writing_gives()
    {
        var drafts = KeptSigner.Claims.Select(claims =>
        {
            var draft = new byte[TokenFormat.MaxBytes];
            return draft[..TokenWriting.Draft(claims, _signer.Desk.Key.Id, draft)];
        }).ToArray();
        var target = new FuzzTarget("token-signed", drafts, new AnyMutation(new ByteMutation(), new CborMutation(), new CborMutation()), input =>
        {
            if (input.Length > TokenFormat.MaxBytes || !CoseSign1.TryRead(input, out var read) || read.Signature.Length != 64) return "no message";
            var token = _signer.Sign(input);
            var verdict = _signer.Desk.Verify(TokenWriting.TextOf(token));
            if (verdict.Claims == default) return verdict.Fault.ToString();
            Assert.Equal(token, PlatformCbor.Rewritten(token));
            AssertWrittenAlike(token, verdict);
            return verdict.Fault == TokenFault.None ? "taken" : "taken, " + verdict.Fault;
        });

        var met = FuzzRun.Run(target, brief: 8_000, full: 500_000);

        Assert.True(met.ContainsKey("taken") || FuzzLength.IsSingle);
    }

    private static void AssertWrittenAlike(byte[] token, TokenVerdict verdict)
    {
        var again = new byte[TokenFormat.MaxBytes];
        again = again[..TokenWriting.Draft(verdict.Claims, verdict.Key, again)];
        Assert.Equal(token[..^64], again[..^64]);
    }
}
