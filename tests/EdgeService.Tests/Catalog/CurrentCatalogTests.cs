using EdgeService.Catalog;
using EdgeService.Tests.Hosting;
using Microsoft.Extensions.Options;

namespace EdgeService.Tests.Catalog;

public sealed class CurrentCatalogTests : IDisposable
{
    private static readonly string Shipped = File.ReadAllText(CatalogOptions.ShippedFile);
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"catalog-{Guid.NewGuid():N}.json");
    private readonly CurrentCatalog _current;

    public CurrentCatalogTests()
    {
        Write(revision: 5);
        _current = new CurrentCatalog(new CatalogOptions { File = _file });
    }

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void First_good_file_is_served()
    {
        Assert.False(_current.IsThere);
        Assert.Throws<InvalidOperationException>(() => _current.Catalog);
        Assert.Equal(5, _current.Scan().Adopted!.Revision);
        Assert.Equal(17, _current.Catalog.Perks.Count);
    }

    [Fact]
    public void Unchanged_file_brings_nothing()
    {
        _current.Scan();
        var before = _current.Catalog;
        var scan = _current.Scan();
        Assert.Null(scan.Adopted);
        Assert.Empty(scan.Faults);
        Assert.Same(before, _current.Catalog);
    }

    [Fact]
    public void Higher_revision_is_swapped_in_whole()
    {
        _current.Scan();
        Write(revision: 6, ("\"scoreAtLeast\": 550", "\"scoreAtLeast\": 500"));
        Assert.Equal(6, _current.Scan().Adopted!.Revision);
        Assert.Equal(500, _current.Catalog.FindPerk("library.card-free")!.Thresholds[0].Floor);
    }

    public static TheoryData<string> BadFiles => ["cut", "empty", "faults", "back", "same", "renumbered", "not utf-8", "half a pair", "gone"];

    [Theory]
    [MemberData(nameof(BadFiles))]
    public void Bad_file_is_refused_once_and_the_last_good_one_stays(string how)
    {
        _current.Scan();
        var before = _current.Catalog;

        Spoil(how);

        var scan = _current.Scan();
        Assert.Null(scan.Adopted);
        Assert.NotEmpty(scan.Faults);
        Assert.Same(before, _current.Catalog);
        Assert.Empty(_current.Scan().Faults);

        Write(revision: 7);
        Assert.Equal(7, _current.Scan().Adopted!.Revision);
    }

    [Fact]
    public void Every_fault_of_a_file_is_reported()
    {
        Spoil("faults");
        Assert.Equal(["perks[3].rule.all.rules[2].scoreAtLeast", "perks[2].code"], _current.Scan().Faults.Select(fault => fault.Path));
    }

    [Fact]
    public void File_above_the_largest_size_is_refused_unread()
    {
        var small = new CurrentCatalog(new CatalogOptions { File = _file, LargestBytes = 1000 });
        Assert.Contains("more than 1000", Assert.Single(small.Scan().Faults).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void File_with_a_byte_order_mark_is_read()
    {
        File.WriteAllText(_file, Shipped, new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        Assert.NotNull(_current.Scan().Adopted);
    }

    [Fact]
    public async Task Readers_see_one_whole_catalog_while_it_is_swapped()
    {
        _current.Scan();
        using var stop = new CancellationTokenSource();
        var reader = Task.Run(() =>
        {
            var seen = 0L;
            while (!stop.IsCancellationRequested)
            {
                var catalog = _current.Catalog;
                Assert.True(catalog.Revision >= seen);
                Assert.Same(catalog.FindPerk("bike.deposit-free"), catalog.FindPerk(1));
                seen = catalog.Revision;
            }
        });
        for (var revision = 6; revision < 26; revision++)
        {
            Write(revision);
            Assert.NotNull(_current.Scan().Adopted);
        }

        await stop.CancelAsync();
        await reader;
    }

    [Fact]
    public async Task Watch_outlives_what_nobody_foresaw()
    {
        var log = new StumblingLog<CatalogWatch>(stumbleAt: 2100);
        using var watch = new CatalogWatch(_current, Options.Create(new CatalogOptions { File = _file, ScanSeconds = 0.1 }), UnopenedAudit.Trail(), TimeProvider.System, log);
        await watch.StartAsync(CancellationToken.None);

        await log.WaitForAsync(2102);
        Write(revision: 6);
        await log.WaitForAsync(2100);

        Assert.Equal(6, _current.Catalog.Revision);
        await watch.StopAsync(CancellationToken.None);
    }

    private void Spoil(string how)
    {
        switch (how)
        {
            case "cut":
                File.WriteAllText(_file, Shipped[..(Shipped.Length / 2)]);
                break;
            case "empty":
                File.WriteAllText(_file, "");
                break;
            case "faults":
                Write(revision: 6, ("\"scoreAtLeast\": 550 }, { \"maxActive\"", "\"scoreAtLeast\": 540 }, { \"maxActive\""), ("\"code\": 3,", "\"code\": 2,"));
                break;
            case "back":
                Write(revision: 4);
                break;
            case "same":
                Write(revision: 5, ("\"scoreAtLeast\": 550", "\"scoreAtLeast\": 500"));
                break;
            case "renumbered":
                Write(revision: 6, ("\"code\": 17,", "\"code\": 18,"));
                break;
            case "not utf-8":
                File.WriteAllBytes(_file, [0x7B, 0xFF, 0x7D]);
                break;
            case "half a pair":
                Write(revision: 6, ("\"Bike without deposit\"", "\"\\ud800\""));
                break;
            default:
                File.Delete(_file);
                break;
        }
    }

    private void Write(long revision, params (string Old, string By)[] changes) => File.WriteAllText(_file, changes.Aggregate(
        Shipped.Replace("\"revision\": 1", $"\"revision\": {revision}", StringComparison.Ordinal),
        (text, change) => text.Replace(change.Old, change.By, StringComparison.Ordinal)));
}
