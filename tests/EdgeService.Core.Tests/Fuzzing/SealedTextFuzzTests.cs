using System.Security.Cryptography;
using System.Text;
using EdgeService.Core.Members;
using EdgeService.Core.Tests.Tokens;
using EdgeService.Core.Tokens;
using EdgeService.Fuzzing;

namespace EdgeService.Core.Tests.Fuzzing;

/// <summary>The service's other texts: receipts, claim codes, app codes, grant ids and key lists.</summary>
[Collection(OneByOne.Name)]
public sealed class SealedTextFuzzTests : IDisposable
{
    private static readonly DateTimeOffset Now = TokenDesk.Now;
    private readonly KeptSigner _signer = new();
    private readonly ServiceCiphers _ciphers = new(TokenDesk.Keys);
    private readonly AesGcm _appKey = new(SHA256.HashData("app"u8), 16);

    public void Dispose()
    {
        _ciphers.Dispose();
        _appKey.Dispose();
    }

    [Fact]
    public void Receipt_is_taken_only_for_what_a_dock_signed()
    {
        DockReceipt[] receipts = [new(AudienceCode.Parse("BIKE-1"), "bike-42", 3, 7, Now), new(AudienceCode.Parse("LOCKER-9"), "充电宝-0815", 65_536, 4_000_000_000, Now.AddHours(1))];
        var genuine = receipts.Select(receipt => _signer.SignReceipt(receipt)).ToArray();
        var target = new FuzzTarget("receipt", [.. genuine.Select(bytes => TextForm.Seed(ReceiptWriting.TextOf(bytes)))], TextForm.Mutation("PR1", new ByteMutation(), new CborMutation()), input =>
        {
            var verdict = ReceiptVerification.Verify(TextForm.Of(input), _ => _signer.Desk.Key);
            if (verdict.Fault != ReceiptFault.None) return verdict.Fault.ToString();
            Assert.Contains(verdict.Receipt, receipts);
            TextForm.AssertSigned(TextForm.Of(input), "PR1", genuine);
            return "taken";
        });

        var met = FuzzRun.Run(target, brief: 8_000, full: 1_000_000);

        Assert.True(FuzzLength.IsSingle || (met.ContainsKey("BadSignature") && met.ContainsKey("UnknownKey")));
    }

    [Fact]
    public void Receipt_that_is_signed_is_taken_only_in_the_form_that_writing_gives()
    {
        var bytes = new byte[ReceiptFormat.MaxBytes];
        var draft = bytes[..ReceiptWriting.Draft(new(AudienceCode.Parse("BIKE-1"), "bike-42", 3, 7, Now), _signer.Desk.Key.Id, bytes)];
        var target = new FuzzTarget("receipt-signed", [draft], new AnyMutation(new ByteMutation(), new CborMutation()), input =>
        {
            if (input.Length > ReceiptFormat.MaxBytes || !CoseSign1.TryRead(input, out var read) || read.Signature.Length != 64) return "no message";
            var receipt = _signer.Sign(input);
            var verdict = ReceiptVerification.Verify(ReceiptWriting.TextOf(receipt), _ => _signer.Desk.Key);
            if (verdict.Fault != ReceiptFault.None) return verdict.Fault.ToString();
            var again = new byte[ReceiptFormat.MaxBytes];
            Assert.Equal(receipt[..^64], again[..ReceiptWriting.Draft(verdict.Receipt, _signer.Desk.Key.Id, again)][..^64]);
            return "taken";
        });

        var met = FuzzRun.Run(target, brief: 3_000, full: 200_000);

        Assert.True(met.ContainsKey("taken") || FuzzLength.IsSingle);
    }

    [Fact]
    public void Claim_code_opens_only_to_what_was_sealed()
    {
        SealedDecision[] decisions = [Decision("citybike:central-park:dock-1"), Decision(""), Decision(new string('x', 255))];
        var seeds = decisions.Select((decision, number) => TextForm.Seed(DecisionSeal.ClaimCodeOf(DecisionSeal.Seal(decision, new DecisionNonce(1, 2, (ulong)number), _ciphers)))).ToArray();
        var target = new FuzzTarget("claim-code", seeds, TextForm.Mutation("PD1", new ByteMutation()), input =>
        {
            var text = TextForm.Of(input);
            if (DecisionSeal.TryReadClaimCode(text) is not { } id) return "no code";
            Assert.Equal(text, DecisionSeal.ClaimCodeOf(id));
            if (!DecisionSeal.TryOpen(id, _ciphers, out var decision)) return "not ours";
            Assert.Contains(seeds, seed => seed.AsSpan().SequenceEqual(input));
            Assert.Contains(decision, decisions);
            return "opened";
        });

        FuzzRun.Run(target, brief: 8_000, full: 500_000);
    }

    [Fact]
    public void App_code_opens_only_to_whom_it_was_sealed_for()
    {
        string[] members = ["demo-alice", "m", "会员", new string('m', 64)];
        var seeds = members.Select((member, number) => TextForm.Seed(AppCode.Seal(member, Now, [.. new byte[11], (byte)number], _appKey))).ToArray();
        var memberId = new byte[MemberKeys.MaxMemberIdBytes];
        var target = new FuzzTarget("app-code", seeds, TextForm.Mutation("PA1", new ByteMutation()), input =>
        {
            var reading = AppCode.Open(TextForm.Of(input), _appKey, Now, memberId);
            if (reading.Fault != AppCodeFault.None) return reading.Fault.ToString();
            Assert.Contains(seeds, seed => seed.AsSpan().SequenceEqual(input));
            Assert.Contains(Encoding.UTF8.GetString(memberId, 0, reading.MemberIdLength), members);
            return "opened";
        });

        FuzzRun.Run(target, brief: 8_000, full: 500_000);
    }

    [Fact]
    public void Grant_id_has_one_text()
    {
        var seeds = Enumerable.Range(1, 8).Select(number => TextForm.Seed(GrantIds.Seal(new((ulong)number), (ulong)number, _ciphers))).ToArray();
        var target = new FuzzTarget("grant-id", seeds, TextForm.Mutation("G", new ByteMutation()), input =>
        {
            var text = TextForm.Of(input);
            if (!GrantIds.TryOpen(text, _ciphers, out var member, out var number)) return "no id";
            Assert.Equal(text, GrantIds.Seal(member, number, _ciphers));
            return "opened";
        });

        FuzzRun.Run(target, brief: 10_000, full: 1_000_000);
    }

    [Fact]
    public void Key_list_is_read_whole_or_not_at_all()
    {
        var seeds = new[] { TextForm.Seed(Encoding.UTF8.GetString(KeyListJson.Write(_signer.Desk.List))) };
        var target = new FuzzTarget("key-list", seeds, new TextMutation("perks", "venues", "ES256", "null", "[]", "2026-11-21T12:00:00+00:00", "0001-01-01T00:00:00", "31622401"), input =>
        {
            if (KeyListJson.TryRead(input, out var fault) is not { } list)
            {
                Assert.NotEqual("", fault);
                return "refused";
            }

            Assert.All(list.Keys, key => Assert.Equal(_signer.Desk.Key.Id, key.Id));
            Assert.Equal(KeyListJson.Write(list), KeyListJson.Write(KeyListJson.TryRead(KeyListJson.Write(list), out _)!));
            return "read";
        });

        FuzzRun.Run(target, brief: 1_000, full: 50_000);
    }

    private static SealedDecision Decision(string terminal) => new()
    {
        DecidedAt = Now,
        AsOf = Now.AddHours(-1),
        PerkCode = 3,
        Member = new(0xfedcba9876543210),
        Terminal = terminal,
        SnapshotRevision = 7,
        CatalogRevision = 1,
        Outcome = 2,
        CoarseCode = 1,
        PrincipalReason = 9,
        ReasonMask = 10,
        NextScoreStep = 6,
    };
}
