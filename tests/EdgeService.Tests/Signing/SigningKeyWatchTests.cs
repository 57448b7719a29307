using EdgeService.Core.Tokens;
using EdgeService.Signing;
using EdgeService.Tests.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace EdgeService.Tests.Signing;

public sealed class SigningKeyWatchTests : IDisposable
{
    private static readonly DateTimeOffset Now = KeyFolder.Now;
    private readonly KeyFolder _folder = new();
    private readonly SetClock _clock = new(Now);
    private readonly CurrentSigningKeys _signing;
    private readonly CurrentVerificationKeys _verification;
    private readonly KeyRing _watch;

    public SigningKeyWatchTests()
    {
        var keys = _folder.Keys();
        (_signing, _verification) = (new(keys), new(keys.PublishedAt(Now)));
        var options = Options.Create(new SigningOptions { KeyFolder = _folder.Path, TrustFolder = _folder.Trusted });
        _watch = new(_signing, _verification, options, UnopenedAudit.Trail(), _clock, NullLogger<KeyRing>.Instance);
    }

    public void Dispose()
    {
        _signing.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void New_key_is_published_and_takes_over_without_a_restart()
    {
        var first = Id(Now);
        SigningKeyFile.Create(_folder.Path, new(Now.AddDays(1), Now.AddDays(2), KeyScope.Everything));
        _watch.Look();
        Assert.Equal(2, _verification.Keys.Keys.Length);
        Assert.Equal(first, Id(Now));
        Assert.NotEqual(first, Id(Now.AddDays(1)));
    }

    [Fact]
    public void Unchanged_folder_changes_nothing()
    {
        var before = _signing.Keys;
        _watch.Look();
        Assert.Same(before, _signing.Keys);
    }

    [Fact]
    public void Key_whose_last_token_has_expired_is_struck_off()
    {
        _clock.Now = Now.AddDays(92);
        _watch.Look();
        Assert.Empty(_verification.Keys.Keys);
    }

    [Fact]
    public void Key_that_was_taken_away_is_believed_no_more()
    {
        var first = Path.Combine(_folder.Path, $"{Id(Now)}.key");
        SigningKeyFile.Create(_folder.Path, new(Now, Now.AddDays(2), KeyScope.Everything));
        File.Delete(first);
        _watch.Look();
        Assert.DoesNotContain(_verification.Keys.Keys, key => $"{key.Id}.key" == Path.GetFileName(first));
        Assert.Single(_verification.Keys.Keys);
    }

    [Theory]
    [InlineData("no key")]
    [InlineData(null)]
    public void Bad_or_empty_folder_leaves_the_last_good_keys(string? content)
    {
        var before = _signing.Keys;
        if (content is not null)
            PrivateFile.Create(Path.Combine(_folder.Path, "other.key"), System.Text.Encoding.UTF8.GetBytes(content));
        else
            File.Delete(Path.Combine(_folder.Path, $"{Id(Now)}.key"));
        _watch.Look();
        Assert.Same(before, _signing.Keys);
        Assert.Single(_verification.Keys.Keys);
    }

    [Fact]
    public async Task Watch_outlives_what_nobody_foresaw()
    {
        var (log, report) = (new StumblingLog<KeyRing>(stumbleAt: 2300), new StumblingLog<SigningKeyWatch>(stumbleAt: 0));
        var options = Options.Create(new SigningOptions { KeyFolder = _folder.Path, TrustFolder = _folder.Trusted, ScanSeconds = 0.1 });
        using var watch = new SigningKeyWatch(new(_signing, _verification, options, UnopenedAudit.Trail(), TimeProvider.System, log), options, TimeProvider.System, report);
        SigningKeyFile.Create(_folder.Path, new(Now, Now.AddDays(2), KeyScope.Everything));
        await watch.StartAsync(CancellationToken.None);
        await report.WaitForAsync(2302);
        SigningKeyFile.Create(_folder.Path, new(Now, Now.AddDays(3), KeyScope.Everything));
        await log.WaitForAsync(2300);
        Assert.Equal(3, _signing.Keys.Ids.Count());
        await watch.StopAsync(CancellationToken.None);
    }

    private KeyId Id(DateTimeOffset now) => KeyFolder.SignerAt(_signing.Keys, now)!.Id;
}
