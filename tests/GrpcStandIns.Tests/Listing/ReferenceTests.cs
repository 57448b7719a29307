using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using Grpc.AspNetCore.Server;
using Grpc.Net.Client;

namespace GrpcStandIns.Tests.Listing;

/// <summary>
/// The real server and client bind to the two assemblies under them: every type of theirs loads, so each abstract member is
/// overridden and each interface member is there, and every member they name is found by its exact signature.
/// </summary>
public class ReferenceTests
{
    // Stands for whatever type parameters a reference is written in; no signature has more than this many.
    private static readonly Type[] AnyTypes = [.. Enumerable.Repeat(typeof(object), 8)];

    public static TheoryData<Assembly> RealAssemblies => [typeof(GrpcServiceOptions).Assembly, typeof(GrpcChannel).Assembly];

    [Theory, MemberData(nameof(RealAssemblies))]
    public void Every_type_of_a_real_assembly_loads(Assembly assembly) => Assert.NotEmpty(assembly.GetTypes());

    [Theory, MemberData(nameof(RealAssemblies))]
    public void Every_member_that_a_real_assembly_names_is_found(Assembly assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly.Location));
        var metadata = file.GetMetadataReader();
        var members = metadata.MemberReferences.Where(handle => IsToGrpc(metadata, handle)).ToArray();

        Assert.InRange(members.Length, 50, int.MaxValue);
        Assert.All(members, member =>
            Assert.NotNull(assembly.ManifestModule.ResolveMember(MetadataTokens.GetToken(member), AnyTypes, AnyTypes)));
    }

    [Theory, MemberData(nameof(RealAssemblies))]
    public void Every_type_that_a_real_assembly_names_is_found(Assembly assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly.Location));
        var metadata = file.GetMetadataReader();
        var types = metadata.TypeReferences.Where(handle => IsGrpc(metadata, handle)).ToArray();

        Assert.InRange(types.Length, 30, int.MaxValue);
        Assert.All(types, type => Assert.NotNull(assembly.ManifestModule.ResolveType(MetadataTokens.GetToken(type))));
    }

    private static bool IsToGrpc(MetadataReader metadata, MemberReferenceHandle handle)
    {
        var parent = metadata.GetMemberReference(handle).Parent;
        return parent.Kind switch
        {
            HandleKind.TypeReference => IsGrpc(metadata, (TypeReferenceHandle)parent),
            HandleKind.TypeSpecification => IsGrpc(metadata, (TypeSpecificationHandle)parent),
            _ => false,
        };
    }

    private static bool IsGrpc(MetadataReader metadata, TypeReferenceHandle handle)
    {
        var scope = metadata.GetTypeReference(handle).ResolutionScope;
        return scope.Kind switch
        {
            HandleKind.TypeReference => IsGrpc(metadata, (TypeReferenceHandle)scope),
            HandleKind.AssemblyReference => IsGrpc(metadata, (AssemblyReferenceHandle)scope),
            _ => false,
        };
    }

    private static bool IsGrpc(MetadataReader metadata, AssemblyReferenceHandle handle) =>
        metadata.StringComparer.StartsWith(metadata.GetAssemblyReference(handle).Name, "Grpc.");

    // A constructed generic type: after its two leading bytes its blob names the generic type itself.
    private static bool IsGrpc(MetadataReader metadata, TypeSpecificationHandle handle)
    {
        var blob = metadata.GetBlobReader(metadata.GetTypeSpecification(handle).Signature);
        if (blob.ReadSignatureTypeCode() != SignatureTypeCode.GenericTypeInstance)
            return false;
        blob.ReadByte();
        var generic = blob.ReadTypeHandle();
        return generic.Kind == HandleKind.TypeReference && IsGrpc(metadata, (TypeReferenceHandle)generic);
    }
}
