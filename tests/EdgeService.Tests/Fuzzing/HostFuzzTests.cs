using System.IO.Compression;
using EdgeService.Core.Tokens;
using EdgeService.Fuzzing;
using EdgeService.Identity;
using EdgeService.Tests.Flow;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace EdgeService.Tests.Fuzzing;

/// <summary>
/// The whole service given request after request that nobody would send, by callers who may call the method: framed well or badly, one message or
/// several. Whatever is wrong is the caller's fault and said so; the service is there to the last.
/// </summary>
[Collection(OneByOne.Name)]
public sealed class HostFuzzTests(EdgeFixture edge) : IClassFixture<EdgeFixture>
{
    /// <summary>UNKNOWN and INTERNAL: a fault of the service.</summary>
    private static readonly string[] Ours = ["2", "13"];

    /// <summary>Added to a method's number: the call says that its messages are compressed.</summary>
    private const int Compressed = 128;

    [Fact]
    public async Task No_request_is_answered_with_a_fault_of_the_service()
    {
        using var callers = new Callers(edge);
        var methods = ContractMethods.All.Where(method => callers.RoleOf(method) != CallerRole.None).ToArray();
        var vocabulary = await VocabularyAsync();
        var target = new FuzzTarget("host", [[]], new CallMutation(methods, vocabulary), input => input.Length == 0 ? "empty" : Call(callers, methods, input)) { MostBytes = 64 << 20 };

        var met = await Task.Run(() => FuzzRun.Run(target, brief: 800, full: 60_000));

        Assert.True(FuzzLength.IsSingle || (met.ContainsKey("0") && met.ContainsKey("3")));
        Assert.True((await edge.At(Terminal.Dock).CheckAsync(Terminal.Ask("demo-alice", "bike.deposit-free"))).Outcome != 0);
    }

    private static string Call(Callers callers, MethodDescriptor[] methods, byte[] input)
    {
        var method = methods[input[0] % Compressed % methods.Length];
        var status = callers.Of(method).StatusOfAsync(method.Service.FullName, method.Name, input[0] >= Compressed, input[1..]).GetAwaiter().GetResult();
        Assert.False(Ours.Contains(status) || status.StartsWith("none", StringComparison.Ordinal), $"{method.FullName} is answered {status}");
        return status.StartsWith("broken", StringComparison.Ordinal) ? "connection broken" : status;
    }

    /// <summary>Texts that only this service can give: tokens fresh and used, ids of grants, a page, a claim.</summary>
    private async Task<Vocabulary> VocabularyAsync()
    {
        var dock = edge.At(Terminal.Dock);
        var (fresh, used) = ((await dock.IssueAsync(Terminal.Ask("demo-alice", "umbrella.deposit-free"))).Token.Text, (await dock.IssueAsync(Terminal.Ask("demo-chen", "charger.deposit-free"))).Token.Text);
        var redeemed = await dock.RedeemAsync(used);
        var begun = await dock.BeginAsync(Terminal.Ask("demo-erik", "bike.deposit-free", "bike-1"));
        return new Vocabulary { Now = edge.Clock.Now }
            .With("token_text", fresh, used, "PE1", TokenFormat.Prefix + new string('A', 240))
            .With("grant_id", redeemed.Grant.GrantId, begun.Grant.GrantId, "GAAAAAAAAAAAAAAAAAAAAAAAAAA")
            .With("conflict_id", begun.Grant.GrantId)
            .With("receipt_text", "PR1", "PR1AAAA", fresh)
            .With("member_of_grant_id", begun.Grant.GrantId)
            .With("value", edge.AppCodeOf("demo-dora"));
    }

    /// <summary>One connection for each role that methods ask for.</summary>
    private sealed class Callers(EdgeFixture edge) : IDisposable
    {
        private readonly AccessTable _access = edge.Host.Service<AccessTable>();
        private readonly RawCalls _terminal = RawCalls.As(edge.Host, "bike-dock");
        private readonly RawCalls _app = RawCalls.As(edge.Host, "member-app");
        private readonly RawCalls _operator = RawCalls.As(edge.Host, "operator");

        public CallerRole RoleOf(MethodDescriptor method) => _access.Of(method.Service.FullName, method.Name).Roles;

        public RawCalls Of(MethodDescriptor method)
        {
            var role = RoleOf(method);
            return role.HasFlag(CallerRole.Terminal) ? _terminal : role.HasFlag(CallerRole.MemberApp) ? _app : _operator;
        }

        public void Dispose()
        {
            _terminal.Dispose();
            _app.Dispose();
            _operator.Dispose();
        }
    }

    /// <summary>A method's number and frames for it.</summary>
    private sealed class CallMutation(MethodDescriptor[] methods, Vocabulary vocabulary) : IMutation
    {
        private readonly MessageMaking _making = new(vocabulary);
        private readonly IMutation[] _mutations = [new WireMutation(vocabulary.Words), new WireMutation(vocabulary.Words), new ByteMutation()];

        public byte[] Mutate(IReadOnlyList<byte[]> seeds, FuzzRandom random)
        {
            var number = random.Next(methods.Length);
            var compressed = random.OneIn(20);
            var frames = new List<byte>();
            for (var left = methods[number].IsClientStreaming ? random.Next(5) : random.OneIn(40) ? random.Next(3) : 1; left > 0; left--)
                frames.AddRange(Frame(methods[number].InputType, compressed, random));
            return [(byte)(number + (compressed ? Compressed : 0)), .. frames];
        }

        private byte[] Frame(MessageDescriptor type, bool compressed, FuzzRandom random)
        {
            var body = _making.Make(type, random).ToByteArray();
            if (random.OneIn(2)) body = random.Of(_mutations).Mutate([body], random);
            if (compressed && !random.OneIn(4)) body = Packed(body);
            if (compressed && random.OneIn(2)) body = _mutations[^1].Mutate([body], random);
            var frame = RawCalls.Frame(body, compressed);
            if (random.OneIn(25)) frame[random.Next(5)] = (byte)random.Bits();
            return random.OneIn(40) ? frame[..random.Next(frame.Length)] : frame;
        }

        private static byte[] Packed(byte[] body)
        {
            using var packed = new MemoryStream();
            using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(body);
            return packed.ToArray();
        }
    }
}
