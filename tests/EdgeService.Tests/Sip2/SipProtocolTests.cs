using System.Text;
using EdgeSip2.Protocol;

namespace EdgeService.Tests.Sip2;

public class SipProtocolTests
{
    private static readonly TimeSpan Shanghai = TimeSpan.FromHours(8);

    [Theory]
    [InlineData("990 402.00AY1AZ", "FCB4")] // 3M SIP2 Developer's Guide, page 26
    [InlineData("9900302.00AY1AZ", "FCA5")]
    [InlineData("941AY3AZ", "FDFA")]
    [InlineData("97AZ", "FEF5")]
    [InlineData("96AZ", "FEF6")]
    public void Checksum_of_documented_messages(string upToTag, string digits) => Assert.Equal(digits, SipChecksum.Of(upToTag));

    [Theory]
    [InlineData("9900302.00AY1AZFCA5", "99", "00302.00", '1')]
    [InlineData("9900302.00", "99", "00302.00", null)]
    [InlineData("9300CNkiosk|COsecret|CPhall", "93", "00", null)]
    [InlineData("2300119960212    100239AOid_21|AA104000000105|AC|AD|", "23", "00119960212    100239", null)]
    [InlineData("97", "97", "", null)]
    public void Message_is_read_and_written_back(string line, string code, string fixedFields, char? sequence)
    {
        Assert.Equal(SipFault.None, SipReading.TryRead(line, out var message));
        Assert.Equal((code, fixedFields, sequence), (message.Code, message.Fixed, message.Sequence));
        Assert.Equal(line.TrimEnd('|'), SipWriting.Write(message).TrimEnd('|'));
    }

    [Theory]
    [InlineData("9900302.00AY1AZFCA4", nameof(SipFault.Damaged))]
    [InlineData("9900312.00AY1AZFCA5", nameof(SipFault.Damaged))]
    [InlineData("", nameof(SipFault.Unreadable))]
    [InlineData("9", nameof(SipFault.Unreadable))]
    [InlineData("9900", nameof(SipFault.Unreadable))]
    [InlineData("4200119960212    100239", nameof(SipFault.Unreadable))]
    [InlineData("9300CNkiosk|C", nameof(SipFault.Unreadable))]
    [InlineData("9300|?!x|", nameof(SipFault.Unreadable))]
    [InlineData("AY1AZFCA5", nameof(SipFault.Unreadable))]
    public void Faulty_line_is_told_apart(string line, string fault) => Assert.Equal(fault, SipReading.TryRead(line, out _).ToString());

    [Fact]
    public void Any_bytes_are_read_without_a_throw()
    {
        var random = new Random(20261127);
        var bytes = new byte[300];
        for (var i = 0; i < 20_000; i++)
        {
            random.NextBytes(bytes);
            var line = Encoding.Latin1.GetString(bytes, 0, random.Next(bytes.Length));
            if (i % 2 == 0)
                line = SipWriting.Write(new SipMessage(line, "", [], '7'));
            if (SipReading.TryRead(line, out var message) == SipFault.None)
                Assert.Equal(SipFault.None, SipReading.TryRead(SipWriting.Write(message), out _));
        }
    }

    [Fact]
    public void Screen_text_cannot_end_its_field_and_fits_a_screen()
    {
        var written = SipText.Encode("借书|\r" + new string('书', 200), Encoding.UTF8);
        Assert.DoesNotContain('|', written);
        Assert.DoesNotContain('\r', written);
        Assert.InRange(written.Length, 250, 255);
        Assert.StartsWith("借书  书", SipText.Decode(written, Encoding.UTF8));
    }

    [Theory]
    [InlineData("20261127    080910", "2026-11-27T08:09:10+08:00")]
    [InlineData("20261127   Z080910", "2026-11-27T08:09:10+00:00")]
    [InlineData("20261127XXXX080910", "2026-11-27T08:09:10+08:00")]
    [InlineData("                  ", null)]
    [InlineData("20261327    080910", null)]
    public void Times_are_the_librarys_or_utc(string text, string? time) =>
        Assert.Equal(time is null ? null : DateTimeOffset.Parse(time, null), SipTime.Read(text, Shanghai));

    [Theory]
    [InlineData("              ", false, true)]
    [InlineData("Y             ", true, true)]
    [InlineData("YY        Y   ", true, false)]
    [InlineData("    Y         ", false, false)]
    public void Patron_flags_tell_a_bare_denial_from_one_with_a_reason(string flags, bool denied, bool withoutReason)
    {
        Assert.Equal(denied, PatronFlags.DenyLending(flags));
        Assert.Equal(withoutReason, PatronFlags.AreDeniedWithoutReason(flags));
    }
}
