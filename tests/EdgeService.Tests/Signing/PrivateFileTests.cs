using EdgeService.Signing;

namespace EdgeService.Tests.Signing;

public sealed class PrivateFileTests : IDisposable
{
    private readonly KeyFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(UnixFileMode.GroupRead, "640")]
    [InlineData(UnixFileMode.OtherRead, "604")]
    [InlineData(UnixFileMode.OtherWrite, "602")]
    [InlineData(UnixFileMode.UserExecute, "700")]
    public void Looser_permissions_are_refused_with_the_remedy(UnixFileMode extra, string shown)
    {
        if (OperatingSystem.IsWindows()) return;
        DeploymentSecrets.CreateMissing(_folder.Path);
        var path = Path.Combine(_folder.Path, "seal.key");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | extra);
        var refusal = Assert.Throws<KeyMaterialException>(() => DeploymentSecrets.Load(_folder.Path));
        Assert.Contains("seal.key", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(shown, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("chmod 600", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void File_that_cannot_be_read_is_refused_with_the_remedy()
    {
        var path = Path.Combine(_folder.Path, "a.key");
        PrivateFile.Create(path, [1]);
        using var held = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        var refusal = Assert.Throws<KeyMaterialException>(() => PrivateFile.Read(path));
        Assert.Contains(path, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("chown", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Existing_file_is_never_overwritten()
    {
        var path = Path.Combine(_folder.Path, "a.key");
        PrivateFile.Create(path, [1]);
        Assert.Throws<IOException>(() => PrivateFile.Create(path, [2]));
        Assert.Equal([1], PrivateFile.Read(path));
    }

    [Fact]
    public void Secrets_are_made_once_and_read_back()
    {
        DeploymentSecrets.CreateMissing(_folder.Path);
        var before = File.ReadAllBytes(Path.Combine(_folder.Path, "member.key"));
        DeploymentSecrets.CreateMissing(_folder.Path);
        Assert.Equal(before, File.ReadAllBytes(Path.Combine(_folder.Path, "member.key")));
        Assert.Equal(32, before.Length);
        Assert.NotNull(DeploymentSecrets.Load(_folder.Path));
    }

    [Fact]
    public void Missing_or_short_secret_is_named()
    {
        Assert.Contains("member.key", Assert.Throws<KeyMaterialException>(() => DeploymentSecrets.Load(_folder.Path)).Message, StringComparison.Ordinal);
        PrivateFile.Create(Path.Combine(_folder.Path, "member.key"), new byte[31]);
        Assert.Contains("31 bytes", Assert.Throws<KeyMaterialException>(() => DeploymentSecrets.Load(_folder.Path)).Message, StringComparison.Ordinal);
    }
}
