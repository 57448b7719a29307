using EdgeService.Accesses;
using EdgeService.Core.Members;
using EdgeService.Telemetry;
using EdgeService.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeService.Tests.Accesses;

public sealed class AccessLogTests : IAsyncLifetime, IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private readonly TemporaryFolder _folder = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().AddSingleton<EdgeMeter>().BuildServiceProvider();
    private AccessBook _book = null!;
    private AccessLog _log = null!;

    private AccessOptions Options => new() { Folder = _folder.At("accesses"), GatherMilliseconds = 1, Capacity = 64 };

    public Task InitializeAsync()
    {
        _book = AccessBook.Open(Options);
        _log = new AccessLog(Options, _book, new SetClock(Noon), _services.GetRequiredService<EdgeMeter>(), NullLogger<AccessLog>.Instance);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _log.DisposeAsync();
        _book.Dispose();
    }

    public void Dispose()
    {
        _services.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Waiting_for_the_disk_ends_however_it_meets_the_writer()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 300; i++)
                await _log.FlushAsync().WaitAsync(TimeSpan.FromSeconds(30));
        })));
    }

    [Fact]
    public async Task What_was_noted_before_an_erasure_is_gone_and_what_comes_after_stays()
    {
        for (var round = 0; round < 20; round++)
        {
            _log.Note(new MemberKey(1), Noon, [1, (byte)round], isEnrolled: true);
            await _log.EraseAsync(new MemberKey(1), DateTimeOffset.MaxValue);
            Assert.Empty(_book.Read(new MemberKey(1), null, 10, Noon).Accesses);
        }

        _log.Note(new MemberKey(1), Noon, [2], isEnrolled: true);
        _log.Note(new MemberKey(2), Noon, [3], isEnrolled: false);
        await _log.FlushAsync();
        Assert.Single(_book.Read(new MemberKey(1), null, 10, Noon).Accesses);
        Assert.Empty(_book.Read(new MemberKey(2), null, 10, Noon).Accesses);
    }

    [Fact]
    public async Task What_finds_no_place_is_counted_and_told()
    {
        for (var i = 0; i < 100_000; i++)
            _log.Note(new MemberKey(1), Noon, [4], isEnrolled: true);
        await _log.FlushAsync();
        Assert.Equal(Noon, _book.Read(new MemberKey(1), null, 10, Noon.AddDays(1)).CompleteSince);
    }
}
