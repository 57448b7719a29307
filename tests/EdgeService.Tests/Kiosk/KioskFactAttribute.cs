using System.Runtime.CompilerServices;
using EdgeService.TestNeeds;

namespace EdgeService.Tests.Kiosk;

/// <summary>A fact about the built page in a real Chromium; skipped with the reason where one of the two, or what drives them, is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class KioskFactAttribute : FactAttribute
{
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
        if (BrowserFactAttribute.ReasonToSkip() is { } missing)
            return missing;
        return File.Exists(Path.Combine(Page, "index.html")) ? null : "the page is not built: npm install && npm run build in clients/kiosk, as `bash .ci/run` does.";
    }
}
