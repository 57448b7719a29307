using System.Runtime.CompilerServices;
using EdgeService.TestNeeds;

namespace EdgeService.Tests.Kiosk;

/// <summary>A fact about the built page in a real Chromium; skipped with the reason where one of the two, or what drives them, is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class KioskFactAttribute : FactAttribute
{
    /// <summary>Has Chromium show the only certificate it has to localhost, without a question that nobody could answer.</summary>
    private const string Policy = "/etc/chromium/policies/managed/edge-service-tests.json";

    public KioskFactAttribute([CallerMemberName] string test = "")
    {
        if (ReasonToSkip() is not { } reason)
            return;
        Skip = reason;
        DisplayName = $"{test} ({Skip})";
    }

    /// <summary>Where <c>npm run build</c> puts the page.</summary>
    public static string Page { get; } = Path.Combine(FactNeedsAttribute.Repository, ".artifacts", "kiosk");

    public static string? ReasonToSkip()
    {
        if (FactNeedsAttribute.ReasonToSkip("chromium", "node", "certutil", "pk12util", "npm:puppeteer-core", "npm:axe-core", "npm:grpc-web") is { } missing)
            return missing;
        if (!File.Exists(Policy))
            return $"no {Policy}, without which Chromium asks which certificate to show. `bash .ci/run` writes it.";
        return File.Exists(Path.Combine(Page, "index.html")) ? null : "the page is not built: npm install && npm run build in clients/kiosk, as `bash .ci/run` does.";
    }
}
