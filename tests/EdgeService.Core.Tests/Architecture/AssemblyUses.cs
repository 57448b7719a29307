using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace EdgeService.Core.Tests.Architecture;

/// <summary>What a compiled assembly uses of others, as its metadata lists it: nothing can be used that is not in these tables.</summary>
public sealed class AssemblyUses : IDisposable
{
    private readonly PEReader _file;
    private readonly MetadataReader _metadata;

    public AssemblyUses(Assembly assembly)
    {
        _file = new PEReader(File.OpenRead(assembly.Location));
        _metadata = _file.GetMetadataReader();
    }

    public IEnumerable<string> Types => _metadata.TypeReferences.Select(NameOf);

    /// <summary>Members of types that are not generic, as <c>Type: member</c>.</summary>
    public IEnumerable<(string Type, string Member)> Members => _metadata.MemberReferences
        .Select(_metadata.GetMemberReference)
        .Where(member => member.Parent.Kind == HandleKind.TypeReference)
        .Select(member => (NameOf((TypeReferenceHandle)member.Parent), _metadata.GetString(member.Name)));

    public IEnumerable<string> NativeMethods => _metadata.MethodDefinitions
        .Select(_metadata.GetMethodDefinition)
        .Where(method => (method.Attributes & MethodAttributes.PinvokeImpl) != 0)
        .Select(method => _metadata.GetString(method.Name));

    public void Dispose() => _file.Dispose();

    private string NameOf(TypeReferenceHandle handle)
    {
        var type = _metadata.GetTypeReference(handle);
        var name = _metadata.GetString(type.Name);
        return type.ResolutionScope.Kind == HandleKind.TypeReference
            ? $"{NameOf((TypeReferenceHandle)type.ResolutionScope)}+{name}"
            : $"{_metadata.GetString(type.Namespace)}.{name}";
    }
}
