using EdgeService.Direct;
using EdgeService.Fuzzing;
using EdgeService.Terminals;
using EdgeService.Tests.Flow;
using EdgeService.Tests.Fuzzing;
using Google.Protobuf;
using Perks.Edge.V1;

namespace EdgeService.Tests.Direct;

/// <summary>Whoever answers a check, the framework's handler or the one before it: nobody outside can tell.</summary>
[Collection(OneByOne.Name)]
public sealed class DirectCheckTests(CheckedTwice edge) : IClassFixture<CheckedTwice>
{
    private static readonly byte[] Alice = Frame(Ask("demo-alice", "bike.deposit-free"));

    /// <summary>Body, headers, who answers and with which status.</summary>
    public static TheoryData<string, byte[], string[], bool, string> Calls => new()
    {
        { "a plain one", Alice, [], true, "0" },
        { "a refusal", Frame(Ask("demo-dora", "bike.deposit-free")), [], true, "0" },
        { "nobody's", Frame(Ask("nobody", "bike.deposit-free")), [], true, "0" },
        { "a perk not offered", Frame(Ask("demo-alice", "no.such")), [], true, "3" },
        { "a code that is none", Frame(new CheckEligibilityRequest { Inquiry = new() { PerkId = "bike.deposit-free", MemberRef = new() { Kind = MemberRefKind.AppCode, Value = "PA1XYZ" } } }), [], true, "3" },
        { "a deadline", Alice, ["grpc-timeout: 1S"], true, "0" },
        { "a deadline as Go writes it", Alice, ["grpc-timeout: 1999921u"], true, "0" },
        { "what the client accepts", Alice, ["grpc-accept-encoding: gzip, identity"], true, "0" },
        { "headers of its own", Alice, ["x-trace: 1", "user-agent: dock/7"], true, "0" },
        { "no deadline at all, as it is read", Alice, ["grpc-timeout: 0S"], false, "0" },
        { "a deadline that is none", Alice, ["grpc-timeout: soon"], false, "0" },
        { "two deadlines", Alice, ["grpc-timeout: 1S", "grpc-timeout: 2S"], false, "0" },
        { "an encoding", Alice, ["grpc-encoding: identity"], false, "0" },
        { "an encoding that is unknown", Alice, ["grpc-encoding: zstd"], false, "0" },
        { "a message compressed in a way that is unknown", [1, .. Alice[1..]], ["grpc-encoding: zstd"], false, "12" },
        { "nothing", [], [], false, "3" },
        { "half a prefix", Alice[..3], [], false, "3" },
        { "half a message", Alice[..^1], [], false, "3" },
        { "two messages", [.. Alice, .. Alice], [], false, "3" },
        { "a byte too many", [.. Alice, 0], [], false, "3" },
        { "a message said to be compressed", [1, .. Alice[1..]], [], false, "3" },
        { "an empty message", Frame([]), [], false, "3" },
        { "a floor", Frame(new CheckEligibilityRequest { Inquiry = Ask("demo-alice", "bike.deposit-free").Inquiry, AtLeastAsFresh = new() { SnapshotRevision = 1 } }), [], false, "0" },
        { "units", Frame(Ask("demo-alice", "bike.deposit-free", ask => ask.UnitCount = 2)), [], false, "0" },
        { "things", Frame(Ask("demo-alice", "bike.deposit-free", ask => ask.ItemRefs.Add("bike-1"))), [], false, "0" },
        { "a member id that is not of ASCII", Frame(Ask("爱丽丝", "bike.deposit-free")), [], false, "0" },
        { "a reference too long", Frame(Ask(new string('x', 257), "bike.deposit-free")), [], false, "3" },
        { "a field twice", Frame([.. Ask("demo-alice", "bike.deposit-free").ToByteArray(), .. Ask("demo-bo", "bike.deposit-free").ToByteArray()]), [], false, "0" },
        { "a field of another contract", Frame([.. Ask("demo-alice", "bike.deposit-free").ToByteArray(), 0x78, 1]), [], false, "0" },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Both_answer_alike(string what, byte[] body, string[] headers, bool direct, string status)
    {
        var before = edge.AnsweredDirectly;

        Assert.Equal((what, status), (what, await edge.AskAsync(body, [.. headers.Select(header => header.Split(": ")).Select(header => (header[0], header[1]))])));

        Assert.Equal((what, direct ? 1 : 0), (what, edge.AnsweredDirectly - before));
    }

    [Fact]
    public async Task Both_answer_alike_whatever_is_asked()
    {
        var vocabulary = new Vocabulary { Now = edge.Clock.Now };
        var target = new FuzzTarget("direct", [], new CheckMutation(vocabulary), body => edge.AskAsync(body).GetAwaiter().GetResult()) { MostBytes = 64 << 20 };
        var before = edge.AnsweredDirectly;

        var met = await Task.Run(() => FuzzRun.Run(target, brief: 1_000, full: 1_000_000));

        Assert.True(FuzzLength.IsSingle || (met.ContainsKey("0") && met.ContainsKey("3") && edge.AnsweredDirectly - before > met.Values.Sum() / 10));
    }

    /// <summary>Without the service around them, many more: what is read as plain, the generated reader reads alike.</summary>
    [Fact]
    public void What_is_plain_is_read_as_the_generated_reader_reads_it()
    {
        var target = new FuzzTarget("direct-reading", [], new CheckMutation(new Vocabulary()), body =>
        {
            if (body.Length < PlainCall.PrefixBytes || !PlainInquiry.TryRead(body.AsSpan(PlainCall.PrefixBytes), out var question))
                return "not plain";
            var request = CheckEligibilityRequest.Parser.ParseFrom(body.AsSpan(PlainCall.PrefixBytes));
            var faults = default(FieldFaults);
            Assert.Equal(InquiryReading.Read(request.Inquiry, "inquiry.", ref faults), question);
            Assert.Null(request.AtLeastAsFresh);
            faults.ThrowIfAny();
            return "plain";
        });

        var met = FuzzRun.Run(target, brief: 20_000, full: 4_000_000);

        Assert.True(FuzzLength.IsSingle || (met["plain"] > 1_000 && met["not plain"] > 1_000));
    }

    private static CheckEligibilityRequest Ask(string member, string perk, Action<Inquiry>? with = null)
    {
        var inquiry = Terminal.Ask(member, perk);
        with?.Invoke(inquiry);
        return new() { Inquiry = inquiry };
    }

    private static byte[] Frame(CheckEligibilityRequest request) => Frame(request.ToByteArray());

    private static byte[] Frame(byte[] message) => RawCalls.Frame(message, compressed: false);

    /// <summary>Requests of which a third are plain, a third may hold anything, and a third are broken somewhere.</summary>
    private sealed class CheckMutation(Vocabulary vocabulary) : IMutation
    {
        private readonly MessageMaking _making = new(vocabulary);
        private readonly IMutation[] _mutations = [new WireMutation(vocabulary.Words), new ByteMutation()];

        public byte[] Mutate(IReadOnlyList<byte[]> seeds, FuzzRandom random)
        {
            var message = (random.OneIn(2) ? Plain(random) : _making.Make(CheckEligibilityRequest.Descriptor, random)).ToByteArray();
            if (random.OneIn(3))
                message = random.Of(_mutations).Mutate([message], random);
            var frame = Frame(message);
            if (random.OneIn(25))
                frame[random.Next(5)] = (byte)random.Bits();
            return random.OneIn(40) ? frame[..random.Next(frame.Length)] : frame;
        }

        private CheckEligibilityRequest Plain(FuzzRandom random) => new()
        {
            Inquiry = new()
            {
                MemberRef = new() { Kind = random.OneIn(3) ? MemberRefKind.AppCode : MemberRefKind.MemberId, Value = vocabulary.Of("value", random) },
                PerkId = vocabulary.Of("perk_id", random),
            },
        };
    }
}
