using System.Diagnostics;
using System.Text.Json;
using EdgeService.Core.Tokens;
using EdgeService.TestNeeds;

namespace EdgeService.Core.Tests.Tokens;

/// <summary>Another implementation's view of our tokens: Python's cbor2 and cryptography.</summary>
public class PythonVerificationTests
{
    private readonly TokenDesk _desk = new();

    [FactNeeds("python3:cbor2", "python3:cryptography")]
    public void Python_verifies_our_token_and_reads_the_same_claims()
    {
        var claims = TokenDesk.Claims() with { StatusIndex = 70_000 };
        var (code, output) = Run(_desk.Issue(claims));
        Assert.True(code == 0, output);
        using var read = JsonDocument.Parse(output);
        var root = read.RootElement;
        Assert.Equal(_desk.Key.Id.ToString(), root.GetProperty("kid").GetString());
        Assert.Equal(claims.Audience.Code, root.GetProperty("audience").GetString());
        Assert.Equal(claims.ExpiresAt.ToUnixTimeSeconds(), root.GetProperty("exp").GetInt64());
        Assert.Equal(Convert.ToHexStringLower(claims.Id.ToBytes()), root.GetProperty("id").GetString());
        Assert.Equal(claims.PerkCode, root.GetProperty("perk").GetInt32());
        Assert.Equal([70_000], root.GetProperty("status_index").EnumerateArray().Select(index => index.GetInt32()));
    }

    [FactNeeds("python3:cbor2", "python3:cryptography")]
    public void Python_refuses_our_token_when_a_bit_is_changed()
    {
        var token = _desk.Sign(TokenDesk.Claims());
        token[^1] ^= 1;
        Assert.NotEqual(0, Run(TokenWriting.TextOf(token)).Code);
    }

    private (int Code, string Output) Run(string text)
    {
        var publicKey = Convert.ToBase64String(_desk.Key.PublicKey.Span);
        var start = new ProcessStartInfo(FactNeedsAttribute.Python, ["Tokens/verify_token.py", text, publicKey])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var python = Process.Start(start)!;
        var faults = python.StandardError.ReadToEndAsync();
        var output = python.StandardOutput.ReadToEnd();
        python.WaitForExit();
        return (python.ExitCode, python.ExitCode == 0 ? output : faults.Result);
    }
}
