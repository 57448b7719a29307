using System.Runtime.CompilerServices;
using EdgeService.TestNeeds;

namespace EdgeService.Tests.Kiosk;

/// <summary>A fact about a page in a real Chromium; skipped with the reason where that, or what drives it, is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    /// <summary>Has Chromium show the only certificate it has to localhost, without a question that nobody could answer.</summary>
    private const string Policy = "/etc/chromium/policies/managed/edge-service-tests.json";

    public BrowserFactAttribute([CallerMemberName] string test = "")
    {
        if (ReasonToSkip() is not { } reason)
            return;
        Skip = reason;
        DisplayName = $"{test} ({Skip})";
    }

    public static string? ReasonToSkip()
    {
        if (FactNeedsAttribute.ReasonToSkip("chromium", "node", "certutil", "pk12util", "npm:puppeteer-core", "npm:axe-core", "npm:grpc-web") is { } missing)
            return missing;
        return File.Exists(Policy) ? null : $"no {Policy}, without which Chromium asks which certificate to show. `bash .ci/run` writes it.";
    }
}
