using System.Text;
using EdgeService.Faults;
using EdgeService.Fuzzing;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace EdgeService.Tests.Fuzzing;

/// <summary>Request bodies in process: the generated parser and the readers behind it. A fault names fields, and nothing else is thrown.</summary>
[Collection(OneByOne.Name)]
public sealed class RequestFuzzTests
{
    private static readonly Vocabulary Words = new();
    private static readonly MessageMaking Making = new(Words);

    [Fact]
    public void Every_request_of_the_contract_is_read_or_its_fields_are_named()
    {
        var types = ContractMethods.Requests;
        var target = new FuzzTarget("request", [[]], new RequestMutation(types), input =>
        {
            if (input.Length == 0) return "empty";
            var type = types[input[0] % types.Count];
            return Read(type, input.AsSpan(1).ToArray());
        })
        {
            MostBytes = 16 << 20,
        };

        var met = FuzzRun.Run(target, brief: 8_000, full: 1_000_000);

        Assert.True(FuzzLength.IsSingle || (met.ContainsKey("read") && met.ContainsKey("faulty") && met.ContainsKey("no message")));
    }

    [Fact]
    public void Every_reader_that_there_is_is_reached()
    {
        var read = ContractMethods.Requests.Select(type => type.ClrType).ToHashSet();
        Assert.All(RequestReaders.All.Keys, type => Assert.Contains(type, read));
        Assert.True(RequestReaders.All.Count >= 20, $"only {RequestReaders.All.Count} readers were found");
    }

    private static string Read(MessageDescriptor type, byte[] body)
    {
        IMessage message;
        try
        {
            message = type.Parser.ParseFrom(body);
        }
        catch (Exception unreadable) when (unreadable is InvalidProtocolBufferException or InvalidOperationException or IndexOutOfRangeException)
        {
            // The last two are what the parser runs into at wrapped numbers cut off and at lengths beyond 31 bits; the gate tells the caller alike.
            return "no message";
        }

        Assert.Equal(message, type.Parser.ParseFrom(message.ToByteArray()));
        if (!RequestReaders.All.TryGetValue(type.ClrType, out var read)) return "parsed";
        try
        {
            read(message);
            return "read";
        }
        catch (EdgeFaultException fault)
        {
            Assert.Equal(FaultReason.FieldInvalid, fault.Fault.Reason);
            Assert.NotEmpty(fault.Fault.Fields);
            Assert.InRange(Encoding.UTF8.GetByteCount(fault.Fault.Message), 1, 16 << 10);
            return "faulty";
        }
    }

    /// <summary>A message of one of the types, its number before it, often changed after it was made.</summary>
    private sealed class RequestMutation(IReadOnlyList<MessageDescriptor> types) : IMutation
    {
        private static readonly IMutation[] Mutations = [new WireMutation(Words.Words), new WireMutation(Words.Words), new ByteMutation()];

        public byte[] Mutate(IReadOnlyList<byte[]> seeds, FuzzRandom random)
        {
            var number = random.Next(types.Count);
            var body = Making.Make(types[number], random).ToByteArray();
            return [(byte)number, .. random.OneIn(3) ? body : random.Of(Mutations).Mutate([body], random)];
        }
    }
}
