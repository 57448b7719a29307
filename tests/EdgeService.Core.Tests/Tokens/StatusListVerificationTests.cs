using EdgeService.Core.Tokens;

namespace EdgeService.Core.Tests.Tokens;

public class StatusListVerificationTests
{
    private static readonly DateTimeOffset Now = TokenDesk.Now;
    private readonly TokenDesk _desk = new();

    public static TheoryData<uint, double, StatusFinding> Findings => new()
    {
        { 5, 0, StatusFinding.Revoked },
        { 6, 0, StatusFinding.Valid },
        { 6, 330, StatusFinding.Valid },
        { 6, 331, StatusFinding.ValidWhenIssued },
        { 5, 331, StatusFinding.Revoked },
        { 6, 3629, StatusFinding.ValidWhenIssued },
        { 6, 3630, StatusFinding.Unknown },
        { 5, 3630, StatusFinding.Unknown },
        { 64, 0, StatusFinding.Unknown },
        { 5, -31, StatusFinding.Unknown },
    };

    [Theory]
    [MemberData(nameof(Findings))]
    public void Finding_follows_from_list_index_and_time(uint index, double seconds, StatusFinding expected) =>
        Assert.Equal(expected, Read(Signed()).Find(index, Now.AddSeconds(seconds)));

    [Theory]
    [InlineData(5, TokenFault.Revoked, StatusFinding.Revoked)]
    [InlineData(6, TokenFault.None, StatusFinding.Valid)]
    [InlineData(null, TokenFault.None, StatusFinding.Unknown)]
    public void Token_is_verified_without_the_service(int? index, TokenFault fault, StatusFinding finding)
    {
        var verdict = _desk.Verify(_desk.Issue(TokenDesk.Claims() with { StatusIndex = (uint?)index }));
        var checkedVerdict = StatusListVerification.Check(verdict, Read(Signed()), Now, out var found);
        Assert.Equal((fault, finding), (checkedVerdict.Fault, found));
        Assert.Equal(StatusFinding.Unknown, FindingBy(null));
        Assert.Equal(StatusFinding.Unknown, FindingBy(Read(Signed()) with { Subject = StatusListToken.SubjectOf(new(1)) }));

        StatusFinding FindingBy(StatusListToken? list)
        {
            StatusListVerification.Check(verdict, list, Now, out var by);
            return by;
        }
    }

    [Fact]
    public void List_is_refused_for_the_first_thing_that_is_wrong()
    {
        var signed = Signed();
        Assert.Equal(StatusListFault.None, FaultOf(signed));
        Assert.Equal(StatusListFault.Shape, FaultOf(signed[..^1]));
        Assert.Equal(StatusListFault.Shape, FaultOf([]));
        Assert.Equal(StatusListFault.UnknownKey, FaultOf(signed, KeyList.Empty));
        Assert.Equal(StatusListFault.UnknownKey, FaultOf(signed, now: Now.AddDays(31)));
        Assert.Equal(StatusListFault.KeyCompromised, FaultOf(signed, new KeyList(_desk.List.Keys, [_desk.Key.Id])));
        Assert.Equal(StatusListFault.OtherList, FaultOf(signed, tokensOf: new KeyId(1)));
        Assert.Equal(StatusListFault.Expired, FaultOf(signed, now: Now.AddHours(2)));
        for (var at = 0; at < signed.Length; at += 7)
        {
            var spoilt = signed.ToArray();
            spoilt[at] ^= 1;
            Assert.NotEqual(StatusListFault.None, FaultOf(spoilt));
        }
    }

    [Fact]
    public void Token_is_no_list_and_a_list_is_no_token()
    {
        Assert.Equal(StatusListFault.Shape, FaultOf(_desk.Sign(TokenDesk.Claims())));
        Assert.False(TokenVerification.Verify(TokenWriting.TextOf(Signed()), _desk.List, _desk.Gate, Now).IsGood);
    }

    /// <summary>The CWT example of the draft's section 5.2, which is written in another order and names its key outside.</summary>
    [Fact]
    public void Example_of_the_draft_is_read()
    {
        var example = Convert.FromHexString(
            "d2845820a2012610781a6170706c69636174696f6e2f7374617475736c6973742b637774a1044231325850a502782168747470733a2f2f6578616d706c652e636f6d2f73"
            + "74617475736c697374732f31061a648c5bea041a8898dfea19fffe19a8c019fffda2646269747301636c73744a78dadbb918000217015d584093fa4d01032b18c35e2fe1"
            + "101b77fd6cc9440022caa4694450c4e4e9feab4e99d1fa6d9772ce2bf3a12e0323ded7c982c5e101a5e67f0cbc1e2b6f57ce99c279");
        Assert.True(CoseSign1.TryRead(example, out var message));
        Assert.Equal(StatusListToken.MediaType, System.Text.Encoding.UTF8.GetString(message.Protected.Type));
        var read = StatusListVerification.TryReadUnverified(example)!;
        Assert.Equal(("https://example.com/statuslists/1", 1686920170, 2291720170, 43200), (
            read.Subject, read.IssuedAt.ToUnixTimeSeconds(), read.ExpiresAt.ToUnixTimeSeconds(), (int)read.TimeToLive.TotalSeconds));
        Assert.Equal((16, (byte?)1, (byte?)0), (read.List.Count, read.List.At(0), read.List.At(1)));
    }

    [Fact]
    public void List_is_deterministic_cbor()
    {
        var signed = Signed();
        var reader = new System.Formats.Cbor.CborReader(signed, System.Formats.Cbor.CborConformanceMode.Canonical);
        reader.ReadEncodedValue();
        Assert.Equal(0, reader.BytesRemaining);
        Assert.True(CoseSign1.TryRead(signed, out var message));
        foreach (var inner in new[] { message.Payload.ToArray(), message.ProtectedBytes.ToArray() })
        {
            var of = new System.Formats.Cbor.CborReader(inner, System.Formats.Cbor.CborConformanceMode.Ctap2Canonical);
            of.SkipValue();
            Assert.Equal(0, of.BytesRemaining);
        }
    }

    private byte[] Signed()
    {
        var list = StatusList.Of(1, 64, [(5, StatusList.Invalid)]);
        var draft = StatusListWriting.Draft(new(StatusListToken.SubjectOf(_desk.Key.Id), Now, Now.AddHours(1), TimeSpan.FromMinutes(5), list), _desk.Key.Id);
        Span<byte> hash = stackalloc byte[32];
        StatusListWriting.HashOf(draft, hash);
        _desk.Signer.SignHash(hash).CopyTo(TokenWriting.SignatureOf(draft));
        return draft;
    }

    private StatusListToken Read(byte[] signed) => StatusListVerification.TryVerify(signed, _desk.List, _desk.Key.Id, Now, out _)!;

    private StatusListFault FaultOf(byte[] signed, KeyList? keys = null, KeyId? tokensOf = null, DateTimeOffset? now = null)
    {
        var read = StatusListVerification.TryVerify(signed, keys ?? _desk.List, tokensOf ?? _desk.Key.Id, now ?? Now, out var fault);
        Assert.Equal(fault == StatusListFault.None, read is not null);
        return fault;
    }
}
