using Google.Protobuf;
using Google.Protobuf.Reflection;
using Perks.Edge.V1;

namespace EdgeService.Tests.Fuzzing;

/// <summary>Every method of every service that the contract has, from its own descriptors: a new one is fuzzed without being asked for.</summary>
internal static class ContractMethods
{
    public static IReadOnlyList<MethodDescriptor> All { get; } =
    [
        .. typeof(Fault).Assembly.GetTypes()
            .Where(type => type.Name.EndsWith("Reflection", StringComparison.Ordinal))
            .Select(type => type.GetProperty("Descriptor")?.GetValue(null)).OfType<FileDescriptor>()
            .SelectMany(file => file.Services).SelectMany(service => service.Methods).OrderBy(method => method.FullName, StringComparer.Ordinal),
    ];

    public static IReadOnlyList<MessageDescriptor> Requests { get; } = [.. All.Select(method => method.InputType).Distinct()];

    public static IMessage Empty(MessageDescriptor type) => type.Parser.ParseFrom(ByteString.Empty);
}
