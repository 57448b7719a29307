using System.Runtime.CompilerServices;
using EdgeService.TestNeeds;

namespace EdgeService.Tests.Start;

/// <summary>A fact that must become other users and mount what it likes, and is otherwise skipped with the reason.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FactAsRootAttribute : FactAttribute
{
    public FactAsRootAttribute([CallerMemberName] string test = "")
    {
        var reason = !OperatingSystem.IsLinux() ? "for Linux"
            : !Environment.IsPrivilegedProcess ? "run the tests as root: they start the service as another user, below a root that nobody can write"
            : FactNeedsAttribute.ReasonToSkip("unshare", "setpriv", "mount");
        if (reason is null)
            return;
        Skip = reason;
        // A runner prints the name of what it skips, and the reason only to those who ask for it.
        DisplayName = $"{test} ({reason})";
    }
}
