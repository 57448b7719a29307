using EdgeService.Core.Changes;
using EdgeService.Core.Members;
using EdgeService.Core.Snapshots;

namespace EdgeService.Core.Tests.Changes;

public sealed class ChangeEncodingTests
{
    [Fact]
    public void Every_act_is_read_back_and_written_alike()
    {
        var random = new RandomChanges(1);
        HashSet<Type> met = [];
        for (var revision = 1L; revision <= 5_000; revision++)
        {
            var change = random.Next(revision);
            var bytes = ChangeEncoding.Write(new ChangeMade(change));
            var read = Assert.IsType<ChangeMade>(ChangeEncoding.Read(bytes)).Change;
            Assert.Equal((change.Revision, change.Member, change.At), (read.Revision, read.Member, read.At));
            Assert.Equal(bytes, ChangeEncoding.Write(new ChangeMade(read)));
            if (change.Act is not Enrol)
                Assert.Equal(change.Act, read.Act);
            met.Add(change.Act.GetType());
        }

        Assert.Equal(typeof(ChangeAct).Assembly.GetTypes().Where(type => type.BaseType == typeof(ChangeAct)).ToHashSet(), met);
    }

    [Fact]
    public void Enrolment_keeps_the_whole_standing()
    {
        var random = new RandomChanges(2);
        for (var i = 0; i < 1_000; i++)
        {
            var standing = random.NextStanding();
            var model = new ModelMember();
            model.Do(new Enrol(standing));
            var record = ChangeEncoding.Write(new ChangeMade(new(1, default, DateTimeOffset.UnixEpoch, new Enrol(standing))));
            model.AssertIs(Assert.IsType<Enrol>(((ChangeMade)ChangeEncoding.Read(record)).Change.Act).Standing);
        }
    }

    [Fact]
    public void Order_of_what_is_listed_does_not_matter()
    {
        var (a, b) = (new Contract(Scene.Library, "a"), new Contract(Scene.Mobility, "b"));
        Assert.Equal(Bytes(new ConsentSet([a, b])), Bytes(new ConsentSet([b, a])));

        static byte[] Bytes(ConsentSet consents) => ChangeEncoding.Write(new ChangeMade(
            new(1, default, DateTimeOffset.UnixEpoch, new Enrol(new(default, Tier.Basic, false, false, consents, [], [])))));
    }

    [Theory]
    [InlineData("8401 6162 01 6161 80 80", "contracts out of order")]
    [InlineData("8401 6161 01 6161 80 80", "a contract twice")]
    [InlineData("80 8c 02 00 02 f6 00 00 01 00 01 f6 00 00 80", "bans out of order")]
    [InlineData("80 80 88 01 6161 02 f6 01 6161 01 f6", "dated consents out of order")]
    public void Lists_in_another_order_than_they_are_written_in_are_refused(string lists, string why)
    {
        var head = $"8501 01 50{new string('0', 32)} 00 88 01 00 00 f4 f4";
        var record = Convert.FromHexString((head + lists).Replace(" ", "", StringComparison.Ordinal));
        Assert.True(Assert.Throws<FormatException>(() => ChangeEncoding.Read(record)).Message == "A list is out of order.", why);
    }

    [Fact]
    public void Heartbeats_and_droppings_are_read_back()
    {
        ChangeRecord[] records = [new Heartbeat(12, DateTimeOffset.UnixEpoch.AddDays(20_000)), new ChangesDropped(99)];
        Assert.Equal(records, records.Select(record => ChangeEncoding.Read(ChangeEncoding.Write(record))));
    }

    [Fact]
    public void Form_is_pinned()
    {
        var change = new StandingChange(
            300, new MemberTag(new(0x0102030405060708), 0x1112131415161718), DateTimeOffset.FromUnixTimeMilliseconds(1_000), new GiveConsent(new(Scene.Library, "citylib")));
        Assert.Equal("850119012C5008070605040302011817161514131211" + "1903E8" + "8307026763697479" + "6C6962", Convert.ToHexString(ChangeEncoding.Write(new ChangeMade(change))));
    }

    [Fact]
    public void Whatever_else_is_a_format_fault()
    {
        var random = new Random(3);
        var source = new RandomChanges(4);
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = ChangeEncoding.Write(new ChangeMade(source.Next((long)i + 1)));
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            bytes = bytes[..random.Next(bytes.Length + 1)];
            try
            {
                // A changed value may be another good one: then it has one form of its own.
                var written = ChangeEncoding.Write(ChangeEncoding.Read(bytes));
                Assert.Equal(written, ChangeEncoding.Write(ChangeEncoding.Read(written)));
            }
            catch (FormatException)
            {
                // Refused.
            }
        }
    }
}
