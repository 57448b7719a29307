using System.Security.Cryptography;
using EdgeService.Core.Perks;

namespace EdgeService.Catalog;

/// <summary>
/// The catalog that is served: one reference, swapped whole. A file that is broken, has faults, or does not follow the one in use changes
/// nothing and is reported once.
/// </summary>
public sealed class CurrentCatalog(CatalogOptions options)
{
    private readonly Lock _scanning = new();
    private volatile PerkCatalog? _served;
    private string? _judged;

    public bool IsThere => _served is not null;

    /// <exception cref="InvalidOperationException">There has been no good file yet.</exception>
    public PerkCatalog Catalog => _served ?? throw new InvalidOperationException("No catalog has been loaded.");

    /// <summary>Looks at the file and moves to it if it is new and good. Never throws for what it finds.</summary>
    public CatalogScan Scan()
    {
        lock (_scanning)
        {
            var (content, fault) = Read();
            var mark = content is null ? fault!.Message : Convert.ToHexString(SHA256.HashData(content));
            if (mark == _judged)
            {
                return CatalogScan.Nothing;
            }

            _judged = mark;
            return content is null ? new CatalogScan(null, [fault!]) : Adopt(CatalogText.Decode(content));
        }
    }

    private CatalogScan Adopt(CatalogBuild build)
    {
        if (build.Catalog is not { } next)
        {
            return new CatalogScan(null, build.Faults);
        }

        var faults = _served is { } current ? CatalogSuccession.Check(current, next) : [];
        if (faults.Count > 0)
        {
            return new CatalogScan(null, faults);
        }

        _served = next;
        return new CatalogScan(next, []);
    }

    private (byte[]? Content, CatalogFault? Fault) Read()
    {
        try
        {
            using var file = new FileStream(options.File, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (file.Length > options.LargestBytes)
            {
                return (null, new CatalogFault("$", $"has {file.Length} bytes, more than {options.LargestBytes}"));
            }

            var content = new byte[file.Length];
            file.ReadExactly(content);
            return (content, null);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return (null, new CatalogFault("$", "cannot be read: " + unreadable.Message));
        }
    }
}
