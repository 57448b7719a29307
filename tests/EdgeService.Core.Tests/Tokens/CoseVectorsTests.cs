using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using EdgeService.Core.Tokens;

namespace EdgeService.Core.Tests.Tokens;

/// <summary>The COSE working group's examples, every file.</summary>
public class CoseVectorsTests
{
    private const string Folder = "Vectors/cose";

    private static readonly string[] Names = [.. Directory.GetFiles(Folder, "*.json").Select(path => Path.GetFileName(path)).Order()];

    public static TheoryData<string> Files => [.. Names];

    [Theory]
    [MemberData(nameof(Files))]
    public void Example_verifies_unless_it_is_a_failing_one(string file)
    {
        using var example = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, file)));
        var root = example.RootElement;
        var sign = root.GetProperty("input").GetProperty("sign0");
        var message = Convert.FromHexString(root.GetProperty("output").GetProperty("cbor").GetString()!);
        var external = sign.TryGetProperty("external", out var data) ? Convert.FromHexString(data.GetString()!) : [];
        using var key = KeyOf(sign.GetProperty("key"));

        var signed = CoseSign1.TryRead(message, out var read) && read.IsSignedBy(key, external);

        Assert.Equal(!root.TryGetProperty("fail", out _), signed);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Bytes_to_be_signed_are_those_of_the_example(string file)
    {
        using var example = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, file)));
        var root = example.RootElement;
        if (root.TryGetProperty("fail", out _)) return;
        var sign = root.GetProperty("input").GetProperty("sign0");
        var external = sign.TryGetProperty("external", out var data) ? Convert.FromHexString(data.GetString()!) : [];
        Assert.True(CoseSign1.TryRead(Convert.FromHexString(root.GetProperty("output").GetProperty("cbor").GetString()!), out var read));

        var bytes = new byte[ToBeSigned.MaxLength(read.ProtectedBytes.Length, external.Length, read.Payload.Length)];
        var length = ToBeSigned.Write(read.ProtectedBytes, external, read.Payload, bytes);

        Assert.Equal(root.GetProperty("intermediates").GetProperty("ToBeSign_hex").GetString(), Convert.ToHexString(bytes, 0, length));
    }

    [Fact]
    public void All_examples_are_here()
    {
        Assert.Equal(14, Names.Length);
        Assert.Equal(6, Names.Count(file => file.StartsWith("sign-fail", StringComparison.Ordinal)));
    }

    [Fact]
    public void Example_is_no_token_of_ours()
    {
        foreach (var file in Names)
        {
            using var example = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, file)));
            var message = Convert.FromHexString(example.RootElement.GetProperty("output").GetProperty("cbor").GetString()!);
            var fault = new TokenDesk().Verify(TokenWriting.TextOf(message)).Fault;
            Assert.True(fault is TokenFault.NotCanonical or TokenFault.Shape, file);
        }
    }

    [Theory]
    [InlineData("d28443a10126a10126405840", "algorithm in both buckets")]
    [InlineData("d28446a101260126a0405840", "algorithm twice")]
    [InlineData("d28446a1012602f6a0405840", "bytes after the map")]
    [InlineData("d28446a20126028101a0405840", "critical parameters")]
    [InlineData("d28443a10126a0f65840", "payload elsewhere")]
    [InlineData("d28343a10126a040", "three parts")]
    [InlineData("d2d28443a10126a0405840", "tagged twice")]
    public void Other_forms_are_refused(string head, string why)
    {
        byte[] message = [.. Convert.FromHexString(head), .. new byte[64]];
        Assert.False(CoseSign1.TryRead(message, out _), why);
    }

    private static ECDsa KeyOf(JsonElement key) => ECDsa.Create(new ECParameters
    {
        Curve = key.GetProperty("crv").GetString() switch
        {
            "P-256" => ECCurve.NamedCurves.nistP256,
            "P-384" => ECCurve.NamedCurves.nistP384,
            _ => ECCurve.NamedCurves.nistP521,
        },
        Q = new() { X = Coordinate(key, "x"), Y = Coordinate(key, "y") },
    });

    private static byte[] Coordinate(JsonElement key, string name) => key.TryGetProperty($"{name}_hex", out var hex)
        ? Convert.FromHexString(hex.GetString()!)
        : Base64Url.DecodeFromUtf8(Encoding.ASCII.GetBytes(key.GetProperty(name).GetString()!));
}
