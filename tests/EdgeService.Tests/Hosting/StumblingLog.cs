using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace EdgeService.Tests.Hosting;

/// <summary>A log whose first line of one kind throws: something that nobody foresaw, in the middle of what is logged.</summary>
public sealed class StumblingLog<T>(int stumbleAt) : ILogger<T>
{
    private readonly Channel<int> _lines = Channel.CreateUnbounded<int>();
    private int _stumbled;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (eventId.Id == stumbleAt && Interlocked.Exchange(ref _stumbled, 1) == 0)
            throw new InvalidTimeZoneException("nobody foresaw this");
        _lines.Writer.TryWrite(eventId.Id);
    }

    /// <summary>Waits for a line of that kind.</summary>
    public async Task WaitForAsync(int id)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (await _lines.Reader.ReadAsync(limit.Token) != id)
        {
            // Another line.
        }
    }
}
