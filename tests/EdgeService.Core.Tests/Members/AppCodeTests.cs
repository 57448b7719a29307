using System.Security.Cryptography;
using System.Text;
using EdgeService.Core.Members;
using EdgeService.Core.Tokens;

namespace EdgeService.Core.Tests.Members;

public sealed class AppCodeTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private readonly AesGcm _key = new(SHA256.HashData("app"u8), 16);
    private readonly AesGcm _otherKey = new(SHA256.HashData("other"u8), 16);
    private readonly byte[] _memberId = new byte[MemberKeys.MaxMemberIdBytes];

    public void Dispose()
    {
        _key.Dispose();
        _otherKey.Dispose();
    }

    [Theory]
    [InlineData("m")]
    [InlineData("member-000042")]
    [InlineData("会员")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123")]
    public void Code_opens_to_member_time_and_nonce(string memberId)
    {
        var reading = Open(Seal(memberId), Now.AddSeconds(20));
        Assert.Equal(new AppCodeReading(AppCodeFault.None, new(0x0001020304050607, 0x08090a0b), Now, Encoding.UTF8.GetByteCount(memberId)), reading);
        Assert.Equal(memberId, Encoding.UTF8.GetString(_memberId, 0, reading.MemberIdLength));
    }

    [Theory]
    [InlineData(-31, AppCodeFault.FromTheFuture)]
    [InlineData(-30, AppCodeFault.None)]
    [InlineData(0, AppCodeFault.None)]
    [InlineData(60, AppCodeFault.None)]
    [InlineData(61, AppCodeFault.Expired)]
    public void Code_is_good_for_a_minute(int secondsAfterIssue, AppCodeFault expected) =>
        Assert.Equal(expected, Open(Seal("m-1"), Now.AddSeconds(secondsAfterIssue)).Fault);

    [Theory]
    [InlineData("")]
    [InlineData("PA1")]
    [InlineData("PA1AEAQ")]
    [InlineData("PE1AEAQCAIBAEAQCAIBAEAQCAIBAEAQCAIBAEAQCAIBAEAQCAIBAEAQCAIBAEAQ")]
    [InlineData("not a code")]
    public void Text_of_another_form_is_malformed(string text) => Assert.Equal(AppCodeFault.Malformed, Open(text, Now).Fault);

    [Fact]
    public void Ten_kilobytes_are_malformed() => Assert.Equal(AppCodeFault.Malformed, Open("PA1" + new string('A', 10_240), Now).Fault);

    [Fact]
    public void Code_of_another_version_is_malformed() =>
        Assert.Equal(AppCodeFault.Malformed, Open(Base32.Encode("PA1", [2, .. new byte[40]]), Now).Fault);

    [Fact]
    public void Code_under_another_key_is_not_ours() =>
        Assert.Equal(AppCodeFault.NotOurs, AppCode.Open(Seal("m-1"), _otherKey, Now, _memberId).Fault);

    [Fact]
    public void Every_flipped_bit_is_refused()
    {
        var code = new byte[200];
        Assert.True(Base32.TryDecode(Seal("m-1").AsSpan(3), code, out var length));
        for (var bit = 0; bit < length * 8; bit++)
        {
            code[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.NotEqual(AppCodeFault.None, Open(Base32.Encode("PA1", code.AsSpan(0, length)), Now).Fault);
            code[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void Late_code_still_says_whose_it_was()
    {
        var reading = Open(Seal("m-1"), Now.AddHours(1));
        Assert.Equal(AppCodeFault.Expired, reading.Fault);
        Assert.Equal("m-1"u8, _memberId.AsSpan(0, reading.MemberIdLength));
    }

    [Fact]
    public void Code_that_is_not_ours_writes_no_member_id()
    {
        var text = Seal("m-1");
        Open(text[..^2] + (text[^2] == 'A' ? 'B' : 'A') + text[^1], Now);
        Assert.All(_memberId, letter => Assert.Equal(0, letter));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(65)]
    public void Id_of_another_size_is_not_sealed(int length) => Assert.Throws<ArgumentException>(() => Seal(new string('m', length)));

    private string Seal(string memberId) => AppCode.Seal(memberId, Now, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], _key);

    private AppCodeReading Open(string text, DateTimeOffset now) => AppCode.Open(text, _key, now, _memberId);
}
