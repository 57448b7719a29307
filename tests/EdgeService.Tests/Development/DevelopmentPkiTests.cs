using EdgeService.Development;
using EdgeService.Tests.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeService.Tests.Development;

public sealed class DevelopmentPkiTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Certificates_in_order_are_left_alone()
    {
        Make(Start);
        var before = Contents();
        Make(Start.AddDays(59));
        Assert.Equal(before, Contents());
    }

    [Fact]
    public void Certificates_with_less_than_a_third_of_their_life_left_are_renewed_under_the_same_authority()
    {
        Make(Start);
        var before = Contents();
        Make(Start.AddDays(61));
        var renewed = Contents().Where(file => before[file.Key] != file.Value).Select(file => file.Key);
        var expected = CertificateName.All.SelectMany(name => new[] { name.File + ".key", name.File + ".pem" });
        Assert.Equal(expected.Order(), renewed.Order());
    }

    [Fact]
    public void Aged_authority_is_renewed_with_all_it_has_signed()
    {
        Make(Start);
        var before = Contents();
        Make(Start.AddDays(731));
        Assert.All(Contents(), file => Assert.NotEqual(before[file.Key], file.Value));
    }

    [Fact]
    public void Home_of_the_time_when_one_authority_signed_all_is_brought_forward_and_goes_on_trusting_its_server()
    {
        Make(Start);
        var foreign = CertificateName.All.Where(name => name.Authority != CertificateName.ServerAuthority).ToList();
        foreach (var authority in foreign.Select(name => name.Authority).Distinct().SelectMany(name => new[] { name + ".pem", name + ".key" }))
            File.Delete(_folder.At(authority));
        var before = Contents();
        Make(Start);
        var after = Contents();
        Assert.All(["ca.pem", "ca.key", "server.pem", "server.key"], kept => Assert.Equal(before[kept], after[kept]));
        Assert.All(foreign, name => Assert.NotEqual(before[name.File + ".pem"], after[name.File + ".pem"]));
    }

    [Theory]
    [InlineData("bike-dock.key", "missing")]
    [InlineData("bike-dock.pem", "missing")]
    [InlineData("bike-dock.pem", "cut short")]
    [InlineData("bike-dock.key", "of another")]
    public void Broken_pair_is_made_anew_and_no_other(string file, string how)
    {
        Make(Start);
        var before = Contents();
        Break(_folder.At(file), how);
        Make(Start);
        var made = Contents().Where(one => before[one.Key] != one.Value).Select(one => one.Key);
        Assert.Equal(["bike-dock.key", "bike-dock.pem"], made.Order());
    }

    [Fact]
    public void Keys_are_readable_by_their_owner_alone()
    {
        Make(Start);
        if (OperatingSystem.IsWindows())
            return;
        foreach (var key in Directory.GetFiles(_folder.Path, "*.key"))
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(key));
    }

    private static void Break(string path, string how)
    {
        if (how == "missing")
            File.Delete(path);
        else if (how == "cut short")
            File.WriteAllText(path, File.ReadAllText(path)[..100]);
        else
            File.Copy(path.Replace("bike-dock", "operator", StringComparison.Ordinal), path, overwrite: true);
    }

    private void Make(DateTimeOffset now) => new DevelopmentPki(_folder.Path, now, NullLogger.Instance).MakeWhatIsMissing();

    private Dictionary<string, string> Contents() => Directory.GetFiles(_folder.Path).ToDictionary(path => Path.GetFileName(path), File.ReadAllText);
}
