using System.Collections;
using EdgeService.Fuzzing;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace EdgeService.Tests.Fuzzing;

/// <summary>Makes messages after their descriptors: most fields plausible, so that a request gets far, and some at the edges of what they may hold.</summary>
/// <param name="vocabulary">Plausible texts by field name.</param>
internal sealed class MessageMaking(Vocabulary vocabulary)
{
    private const int Deepest = 5;

    public IMessage Make(MessageDescriptor type, FuzzRandom random) => Make(type, random, Deepest);

    private IMessage Make(MessageDescriptor type, FuzzRandom random, int depth)
    {
        if (type == Timestamp.Descriptor) return Moment(random);
        var message = ContractMethods.Empty(type);
        foreach (var field in type.Fields.InDeclarationOrder())
        {
            if (random.OneIn(field.RealContainingOneof is null ? 5 : 1 + field.RealContainingOneof.Fields.Count) || (depth == 0 && field.FieldType == FieldType.Message)) continue;
            if (field.IsMap) AddPairs(message, field, random, depth);
            else if (field.IsRepeated) AddItems(message, field, random, depth);
            else field.Accessor.SetValue(message, Value(field, random, depth));
        }

        return message;
    }

    private void AddItems(IMessage message, FieldDescriptor field, FuzzRandom random, int depth)
    {
        var items = (IList)field.Accessor.GetValue(message);
        for (var count = random.OneIn(30) ? random.Next(130) : random.Next(3); count > 0; count--) items.Add(Value(field, random, depth));
    }

    private void AddPairs(IMessage message, FieldDescriptor field, FuzzRandom random, int depth)
    {
        var pairs = (IDictionary)field.Accessor.GetValue(message);
        var (key, value) = (field.MessageType.FindFieldByNumber(1), field.MessageType.FindFieldByNumber(2));
        for (var count = random.Next(3); count > 0; count--) pairs[Value(key, random, depth)] = Value(value, random, depth);
    }

    private object Value(FieldDescriptor field, FuzzRandom random, int depth) => field.FieldType switch
    {
        FieldType.Message when field.MessageType.File == Int64Value.Descriptor.File => Value(field.MessageType.FindFieldByNumber(1), random, depth),
        FieldType.Message => Make(field.MessageType, random, depth - 1),
        FieldType.String => random.OneIn(8) ? vocabulary.Odd(random) : vocabulary.Of(field.Name, random),
        FieldType.Bytes => ByteString.CopyFrom(random.OneIn(2) ? random.Bytes(random.Next(200)) : Vocabulary.BytesOf(field.Name, random)),
        FieldType.Bool => random.OneIn(2),
        FieldType.Enum => System.Enum.ToObject(field.EnumType.ClrType, random.OneIn(8) ? (int)random.Edge() : field.EnumType.Values[random.Next(field.EnumType.Values.Count)].Number),
        FieldType.Int32 or FieldType.SInt32 or FieldType.SFixed32 => (object)(random.OneIn(3) ? (int)random.Edge() : random.Next(5)),
        FieldType.UInt32 or FieldType.Fixed32 => (object)(uint)random.Edge(),
        FieldType.UInt64 or FieldType.Fixed64 => random.Edge(),
        FieldType.Int64 or FieldType.SInt64 or FieldType.SFixed64 => (object)(random.OneIn(3) ? (long)random.Edge() : random.Next(500)),
        FieldType.Double => BitConverter.UInt64BitsToDouble(random.Bits()),
        FieldType.Float => BitConverter.UInt32BitsToSingle((uint)random.Bits()),
        var other => throw new NotSupportedException($"Nobody said how to make a {other}."),
    };

    private Timestamp Moment(FuzzRandom random) => random.OneIn(4)
        ? new Timestamp { Seconds = (long)random.Edge(), Nanos = (int)random.Edge() }
        : new Timestamp { Seconds = vocabulary.Now.ToUnixTimeSeconds() - random.Next(7200) + random.Next(600), Nanos = random.OneIn(2) ? 0 : random.Next(1_000_000_000) };
}
