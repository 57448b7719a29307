using System.Collections.Frozen;
using Google.Protobuf.Reflection;
using Perks.Edge.V1;

namespace EdgeService.Client;

/// <summary>The reasons by the names the contract gives them, such as <c>FIELD_INVALID</c>, with and without the prefix.</summary>
internal static class FaultReasons
{
    private const string Prefix = "ERROR_REASON_";

    public static FrozenDictionary<string, ErrorReason> ByName { get; } = Names().ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static IEnumerable<KeyValuePair<string, ErrorReason>> Names()
    {
        foreach (EnumValueDescriptor value in ErrorReasonReflection.Descriptor.EnumTypes[0].Values)
        {
            yield return new(value.Name, (ErrorReason)value.Number);
            yield return new(value.Name[Prefix.Length..], (ErrorReason)value.Number);
        }
    }
}
