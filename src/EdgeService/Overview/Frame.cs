using EdgeService.Overview.Shown;

namespace EdgeService.Overview;

/// <summary>The figures of one moment as they are shown to everybody who looks: gathered, put into words and written once.</summary>
/// <param name="At">When they were gathered.</param>
/// <param name="View">What the page says.</param>
/// <param name="Json">The same for the page's script.</param>
public sealed record Frame(DateTimeOffset At, PageView View, string Json)
{
    private Lazy<Task<string>>? _page;

    /// <summary>The whole page, written at its first reader.</summary>
    public Task<string> PageAsync(Func<PageView, Task<string>> write)
    {
        Interlocked.CompareExchange(ref _page, new Lazy<Task<string>>(() => write(View)), null);
        return _page.Value;
    }
}
