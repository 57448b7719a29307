using System.Diagnostics;
using System.Globalization;

namespace EdgeService.Benchmarks.Serving;

/// <summary>A process under measurement: this program, started again with a word that says what to serve.</summary>
internal sealed class ServedProcess : IAsyncDisposable
{
    private readonly Process process;

    private ServedProcess(Process process, IReadOnlyList<string> ready) => (this.process, Ready) = (process, ready);

    /// <summary>What the process said when it was ready, such as its ports.</summary>
    public IReadOnlyList<string> Ready { get; }

    /// <summary>Memory of the process that is in RAM now.</summary>
    public long ResidentBytes
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64;
        }
    }

    public static async Task<ServedProcess> StartAsync(params IEnumerable<string> words)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };

        // A thread that spins while it waits for work burns processor time that no call has asked for; on both sides it waits asleep.
        start.Environment["DOTNET_ThreadPool_UnfairSemaphoreSpinLimit"] = "0";
        foreach (var word in Self().Concat(words))
        {
            start.ArgumentList.Add(word);
        }

        var process = Process.Start(start)!;
        return new ServedProcess(process, (await AnswerOf(process)).Split(' '));
    }

    /// <summary>Processor time and allocation of the process since its start.</summary>
    public async Task<ServerUsage> UsageAsync()
    {
        var fields = (await AskAsync("usage")).Split(' ');
        return new ServerUsage(
            TimeSpan.FromTicks(long.Parse(fields[0], CultureInfo.InvariantCulture)), long.Parse(fields[1], CultureInfo.InvariantCulture));
    }

    public async Task<string> AskAsync(string line)
    {
        await process.StandardInput.WriteLineAsync(line);
        await process.StandardInput.FlushAsync();
        return await AnswerOf(process);
    }

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(15));
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
        }

        process.Dispose();
    }

    /// <summary>Started by `dotnet` itself, the program must be named to it again.</summary>
    private static IEnumerable<string> Self() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(ServedProcess).Assembly.Location] : [];

    private static async Task<string> AnswerOf(Process process)
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(ControlPipe.Mark, StringComparison.Ordinal))
            {
                return line[ControlPipe.Mark.Length..];
            }
        }

        throw new InvalidOperationException("The served process ended; what it wrote to standard error says why.");
    }
}

/// <summary>What a server has used since its start.</summary>
internal readonly record struct ServerUsage(TimeSpan Cpu, long AllocatedBytes)
{
    public static ServerUsage operator -(ServerUsage after, ServerUsage before) =>
        new(after.Cpu - before.Cpu, after.AllocatedBytes - before.AllocatedBytes);
}
