using System.Reflection;
using Grpc.Core;
using Grpc.Net.Compression;

namespace GrpcStandIns.Tests.Listing;

/// <summary>What exists here is what upstream's listing says, to the last default value.</summary>
public class ListingTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Listing");

    public static TheoryData<string, Assembly> Assemblies => new()
    {
        { "Grpc.Core.Api", typeof(Metadata).Assembly },
        { "Grpc.Net.Common", typeof(ICompressionProvider).Assembly },
    };

    [Theory, MemberData(nameof(Assemblies))]
    public void Listed_member_exists_as_listed(string name, Assembly assembly) =>
        Assert.Empty(Listed(name).Where(line => !IsLeftOut(line)).Except(ApiListing.Of(assembly)));

    [Theory, MemberData(nameof(Assemblies))]
    public void Member_of_a_stand_in_is_listed_and_not_left_out(string name, Assembly assembly)
    {
        // Upstream's own assembly may have grown since the listing was made; a stand-in may not.
        if (IsStandIn(assembly))
            Assert.Empty(ApiListing.Of(assembly).Except(Listed(name).Where(line => !IsLeftOut(line))));
    }

    [Fact]
    public void Left_out_name_is_a_listed_type()
    {
        var lines = Assemblies.SelectMany(row => Listed((string)row[0])).ToArray();
        Assert.All(LeftOut, name => Assert.Contains(lines, line => Names(line, name)));
    }

    [Theory, MemberData(nameof(Assemblies))]
    public void Assembly_has_the_identity_that_the_real_ones_ask_for(string name, Assembly assembly)
    {
        var identity = assembly.GetName();
        Assert.Equal(name, identity.Name);
        Assert.Equal(new Version(2, 0, 0, 0), identity.Version);
        Assert.Equal("d754f35622e28bad", Convert.ToHexStringLower(identity.GetPublicKeyToken()!));
    }

    private static bool IsStandIn(Assembly assembly) =>
        assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Any(entry => entry.Key == "GrpcStandIn");

    private static IEnumerable<string> Listed(string name) => ApiListing.Read(Path.Combine(Folder, "grpc-api.txt"), name);

    private static string[] LeftOut { get; } =
        [.. File.ReadLines(Path.Combine(Folder, "left-out.txt")).Where(line => !line.StartsWith('#')).Select(line => line.Split(':')[0])];

    private static bool IsLeftOut(string line) => LeftOut.Any(name => Names(line, name));

    private static bool Names(string line, string name) => line.Split(' ', '<', '(').Contains(name);
}
