using System.Text;
using EdgeService.Core.Tokens;
using EdgeService.Signing;
using EdgeService.TestNeeds;
using EdgeService.Tests.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace EdgeService.Tests.Signing;

/// <summary>Keys that lie in a hardware module, for which SoftHSM stands here.</summary>
public sealed class DeviceKeyTests : IDisposable
{
    private static readonly SigningTerms Terms = new(KeyFolder.Now.AddHours(-1), KeyFolder.Now.AddDays(1), KeyScope.Everything);
    private readonly KeyFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [FactNeeds("softhsm2-util")]
    public void Token_signed_in_the_module_verifies_and_the_file_holds_no_private_key()
    {
        var path = SigningKeyFile.CreateIn(SoftHsm.Place, _folder.Path, Terms);
        Assert.DoesNotContain("PRIVATE", File.ReadAllText(path), StringComparison.Ordinal);
        using var keys = SigningKeys.Load(_folder.Path);
        var list = keys.PublishedAt(KeyFolder.Now);
        var signer = KeyFolder.Signer(keys, KeyFolder.Now);
        Parallel.For(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 8 }, number =>
        {
            var claims = KeyFolder.Claims() with { Id = new TokenId((UInt128)number) };
            var verdict = TokenVerification.Verify(signer.Sign(claims, KeyFolder.Venue), list, KeyFolder.Gate(), KeyFolder.Now);
            Assert.Equal((TokenFault.None, claims), (verdict.Fault, verdict.Claims));
        });
    }

    [FactNeeds("softhsm2-util")]
    public void Key_keeps_its_place_when_its_terms_change_and_leaves_the_module_with_its_file()
    {
        var path = SigningKeyFile.CreateIn(SoftHsm.Place, _folder.Path, Terms);
        SigningKeyFile.Rewrite(path, Terms with { SignsUntil = KeyFolder.Now.AddDays(9) });
        var text = File.ReadAllText(path);
        using (var key = SigningKeyFile.Read(path))
            Assert.Equal(KeyFolder.Now.AddDays(9), key.Terms.SignsUntil);
        SigningKeyFile.Delete(path);
        PrivateFile.Create(path, Encoding.UTF8.GetBytes(text));
        Assert.Contains("has 0 private keys", Assert.Throws<KeyMaterialException>(() => SigningKeyFile.Read(path)).Message, StringComparison.Ordinal);
    }

    [FactNeeds("softhsm2-util")]
    public void Another_key_a_wrong_token_and_a_loose_pin_file_are_refused_by_name()
    {
        var (one, two) = (SigningKeyFile.CreateIn(SoftHsm.Place, _folder.Path, Terms), SigningKeyFile.CreateIn(SoftHsm.Place, _folder.Path, Terms));
        var (first, second) = (File.ReadAllText(one), File.ReadAllText(two));
        string PlaceIn(string text) => text.Split('\n').Single(line => line.StartsWith("pkcs11:", StringComparison.Ordinal));
        Assert.Contains("another key", RefusalOf(one, first.Replace(PlaceIn(first), PlaceIn(second), StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("no token", RefusalOf(one, first.Replace($"token={SoftHsm.Label}", "token=nowhere", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("cannot be used", RefusalOf(one, first.Replace(SoftHsm.Library, "/nowhere.so", StringComparison.Ordinal)), StringComparison.Ordinal);
        if (OperatingSystem.IsWindows()) return;
        var loose = Path.Combine(_folder.Path, "pin");
        File.Copy(SoftHsm.PinFile, loose);
        File.SetUnixFileMode(loose, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        Assert.Contains("chmod 600", RefusalOf(one, first.Replace(SoftHsm.PinFile, loose, StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [FactNeeds("softhsm2-util")]
    public void Schedule_makes_keys_in_the_module_and_a_compromised_one_is_destroyed_there()
    {
        SigningKeyFile.CreateIn(SoftHsm.Place, _folder.Path, Terms with { SignsUntil = KeyFolder.Now.AddMinutes(30) });
        var clock = new SetClock(KeyFolder.Now);
        var options = new SigningOptions { KeyFolder = _folder.Path, TrustFolder = _folder.Trusted, RotateDays = 1, NewKeysIn = SoftHsm.Place };
        var ring = new KeyRing(new(SigningKeys.Load(_folder.Path)), new(KeyList.Empty), Options.Create(options), UnopenedAudit.Trail(), clock, NullLogger<KeyRing>.Instance);
        var first = ring.Own.Ids.Single();
        ring.Look();
        Assert.Equal(2, ring.Own.Keys.Count());
        Assert.All(Directory.GetFiles(_folder.Path, "*.key"), file => Assert.Contains("pkcs11: module=", File.ReadAllText(file), StringComparison.Ordinal));

        var text = File.ReadAllText(ring.Own.PathOf(first)!);
        new KeyKeeping(ring, clock, NullLogger<KeyKeeping>.Instance).Compromise(first, "an operator");
        Assert.DoesNotContain(first, ring.Own.Ids);
        Assert.True(ring.Own.SignAt(clock.Now));
        Assert.Contains("has 0 private keys", RefusalOf(Path.Combine(_folder.Path, "again.key"), text), StringComparison.Ordinal);
    }

    private static string RefusalOf(string path, string text)
    {
        File.Delete(path);
        PrivateFile.Create(path, Encoding.UTF8.GetBytes(text));
        return Assert.Throws<KeyMaterialException>(() => SigningKeyFile.Read(path)).Message;
    }
}
