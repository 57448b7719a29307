using System.Collections.Frozen;
using System.Security.Cryptography;
using EdgeService.Core.Tokens;
using EdgeService.Signing;

namespace EdgeService.Tests.Signing;

public sealed class SigningKeysTests : IDisposable
{
    private static readonly DateTimeOffset Now = KeyFolder.Now;
    private readonly KeyFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void File_is_named_by_its_key_id_and_readable_by_its_owner_alone()
    {
        using var keys = _folder.Keys();
        var path = Assert.Single(Directory.GetFiles(_folder.Path));
        Assert.Equal($"{KeyFolder.SignerAt(keys, Now)!.Id}.key", Path.GetFileName(path));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    [Fact]
    public void Terms_come_back_from_the_file()
    {
        var scope = new KeyScope(FrozenSet.Create<ushort>(3, 1), FrozenSet.Create("citybike:central-park"), TimeSpan.FromMinutes(15));
        var terms = new SigningTerms(Now, Now.AddDays(1), scope);
        using var key = SigningKeyFile.Read(SigningKeyFile.Create(_folder.Path, terms));
        Assert.Equal((terms.SignsFrom, terms.SignsUntil), (key.Terms.SignsFrom, key.Terms.SignsUntil));
        Assert.Equal(scope.Perks!, key.Terms.Scope.Perks!);
        Assert.Equal(scope.Venues!, key.Terms.Scope.Venues!);
        Assert.Equal(Now.AddDays(1).AddMinutes(15), key.Verification.UsableUntil);
    }

    [Fact]
    public void Plain_pkcs8_file_is_a_key_without_limits()
    {
        using var fresh = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Write(fresh.ExportPkcs8PrivateKeyPem());
        using var keys = SigningKeys.Load(_folder.Path);
        Assert.Equal(KeyScope.Everything, KeyFolder.SignerAt(keys, Now)!.Terms.Scope);
    }

    [Theory]
    [InlineData("no key at all")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    public void File_that_is_no_key_is_refused_by_name(string content)
    {
        Write(content);
        var refusal = Assert.Throws<KeyMaterialException>(() => SigningKeys.Load(_folder.Path));
        Assert.Contains("other.key", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("signs-from: yesterday")]
    [InlineData("perks: 1 70000")]
    [InlineData("max-lifetime-seconds: -1")]
    public void Terms_that_cannot_be_read_are_refused_not_ignored(string line)
    {
        using var fresh = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Write($"{line}\n{fresh.ExportPkcs8PrivateKeyPem()}");
        Assert.Throws<KeyMaterialException>(() => SigningKeys.Load(_folder.Path));
    }

    [Fact]
    public void Key_on_another_curve_is_refused()
    {
        using var fresh = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        Write(fresh.ExportPkcs8PrivateKeyPem());
        Assert.Throws<KeyMaterialException>(() => SigningKeys.Load(_folder.Path));
    }

    [Fact]
    public void Empty_folder_is_refused() => Assert.Throws<KeyMaterialException>(() => SigningKeys.Load(_folder.Path));

    [Fact]
    public void Next_key_is_made_and_published_before_it_signs()
    {
        using var first = _folder.Keys();
        var signer = KeyFolder.SignerAt(first, Now)!.Id;
        var nearEnd = KeyFolder.SignerAt(first, Now)!.Terms.SignsUntil.AddDays(-29);
        SigningKeys.CreateMissing(_folder.Path, nearEnd);
        SigningKeys.CreateMissing(_folder.Path, nearEnd);

        using var both = SigningKeys.Load(_folder.Path);
        Assert.Equal(2, both.PublishedAt(nearEnd).Keys.Length);
        Assert.Equal(signer, KeyFolder.SignerAt(both, nearEnd)!.Id);
        Assert.NotEqual(signer, KeyFolder.SignerAt(both, nearEnd.AddDays(29))!.Id);
    }

    [Fact]
    public void Retired_key_stays_published_until_its_last_token_has_expired()
    {
        using var keys = _folder.Keys();
        var end = KeyFolder.SignerAt(keys, Now)!.Terms.SignsUntil;
        Assert.Single(keys.PublishedAt(end.AddDays(1).AddSeconds(29)).Keys);
        Assert.Empty(keys.PublishedAt(end.AddDays(1).AddSeconds(30)).Keys);
    }

    public static TheoryData<ushort, string, int, bool> Scopes => new()
    {
        { 7, KeyFolder.Venue, 15, true },
        { 8, KeyFolder.Venue, 15, false },
        { 7, "railway:north-station", 15, false },
        { 7, KeyFolder.Venue, 16, false },
    };

    [Theory]
    [MemberData(nameof(Scopes))]
    public void Narrow_key_signs_only_what_verifiers_take_from_it_and_leaves_the_rest_to_an_older_one(ushort perk, string venue, int minutes, bool narrow)
    {
        var scope = new KeyScope(FrozenSet.Create<ushort>(7), FrozenSet.Create(KeyFolder.Venue), TimeSpan.FromMinutes(15));
        var newest = SigningKeyFile.Create(_folder.Path, new(Now.AddHours(-1), Now.AddDays(1), scope));
        var claims = KeyFolder.Claims() with { PerkCode = perk, ExpiresAt = Now.AddMinutes(minutes) };
        using (var alone = SigningKeys.Load(_folder.Path))
            Assert.Equal(narrow, alone.SignerFor(claims, venue, Now) is not null);
        SigningKeyFile.Create(_folder.Path, new(Now.AddDays(-1), Now.AddDays(1), KeyScope.Everything));
        using var both = SigningKeys.Load(_folder.Path);
        Assert.Equal(narrow, $"{both.SignerFor(claims, venue, Now)!.Id}.key" == Path.GetFileName(newest));
    }

    private void Write(string content) => PrivateFile.Create(Path.Combine(_folder.Path, "other.key"), System.Text.Encoding.UTF8.GetBytes(content));
}
