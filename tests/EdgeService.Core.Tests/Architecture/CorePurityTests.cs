using EdgeService.Core.Snapshots;

namespace EdgeService.Core.Tests.Architecture;

/// <summary>
/// The core takes values and returns values. What would let it read a clock, draw a number, wait or touch the machine is not on
/// its list.
/// </summary>
public sealed class CorePurityTests
{
    private static readonly AllowList List = new(File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Architecture", "core-may-use.txt")));

    [Fact]
    public void Core_uses_listed_types_and_members_only()
    {
        using var uses = new AssemblyUses(typeof(Standing).Assembly);
        var unlisted = uses.Types.Where(type => !List.Allows(type))
            .Concat(uses.Members.Where(use => !List.Allows(use.Type, use.Member)).Select(use => $"{use.Type}: {use.Member}"));
        Assert.Empty(unlisted.Distinct().Order());
    }

    [Fact]
    public void Core_calls_nothing_native()
    {
        using var uses = new AssemblyUses(typeof(Standing).Assembly);
        Assert.Empty(uses.NativeMethods);
    }

    [Theory]
    [InlineData("System.DateTime", "get_UtcNow")]
    [InlineData("System.DateTimeOffset", "get_UtcNow")]
    [InlineData("System.DateTimeOffset", "get_Now")]
    [InlineData("System.TimeProvider", "get_System")]
    [InlineData("System.Diagnostics.Stopwatch", "GetTimestamp")]
    [InlineData("System.Random", ".ctor")]
    [InlineData("System.Linq.Enumerable", "Shuffle")]
    [InlineData("System.Guid", "NewGuid")]
    [InlineData("System.Security.Cryptography.RandomNumberGenerator", "Fill")]
    [InlineData("System.Security.Cryptography.ECDsa", "SignData")]
    [InlineData("System.Security.Cryptography.Aes", "GenerateKey")]
    [InlineData("System.IO.File", "ReadAllText")]
    [InlineData("System.Console", "WriteLine")]
    [InlineData("System.Environment", "get_MachineName")]
    [InlineData("System.Threading.Tasks.Task", "Run")]
    [InlineData("System.Threading.Thread", "Sleep")]
    [InlineData("System.Runtime.CompilerServices.AsyncTaskMethodBuilder", "Create")]
    [InlineData("System.Net.Http.HttpClient", ".ctor")]
    public void Clock_chance_waiting_and_machine_are_not_listed(string type, string member) => Assert.False(List.Allows(type, member));
}
