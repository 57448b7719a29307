using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Xunit.Sdk;

namespace EdgeService.Fuzzing;

/// <summary>
/// Gives a target its kept inputs and then mutated ones. Whatever reading throws, time beyond ten seconds and memory beyond the target's bound end
/// the run, with all that is needed to give the same input again.
/// </summary>
internal sealed class FuzzRun
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private readonly FuzzTarget _target;
    private readonly SortedDictionary<string, long> _outcomes = new(StringComparer.Ordinal);
    private byte[] _input = [];
    private long _number;
    private long _began;

    private FuzzRun(FuzzTarget target) => _target = target;

    /// <summary>Runs so many inputs and says how often each outcome was met.</summary>
    public static IReadOnlyDictionary<string, long> Run(FuzzTarget target, long brief, long full)
    {
        var run = new FuzzRun(target);
        var (first, end) = FuzzLength.Of(brief, full);
        var work = Task.Factory.StartNew(() => run.Give(first, end), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        while (!((IAsyncResult)work).AsyncWaitHandle.WaitOne(TimeSpan.FromSeconds(1)))
        {
            var began = Volatile.Read(ref run._began);
            if (began != 0 && Stopwatch.GetElapsedTime(began) > Longest) throw run.Failure("it is not read within ten seconds", null);
        }

        work.GetAwaiter().GetResult();
        var tally = string.Join(", ", run._outcomes.Select(outcome => string.Create(CultureInfo.InvariantCulture, $"{outcome.Key} {outcome.Value:N0}")));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"fuzz {target.Name}: {end - first:N0} inputs, seed {FuzzLength.Seed}: {tally}"));
        return run._outcomes;
    }

    private void Give(long first, long end)
    {
        _number = -1;
        if (end - first > 1) foreach (var kept in FuzzCorpus.Of(_target.Name).Concat(_target.Seeds)) Read(kept);
        var stream = BitConverter.ToUInt64(SHA256.HashData(Encoding.UTF8.GetBytes($"{_target.Name}/{FuzzLength.Seed}")));
        for (_number = first; _number < end; _number++)
        {
            Volatile.Write(ref _began, Stopwatch.GetTimestamp());
            var random = new FuzzRandom(stream + ((ulong)_number * 0xD1B5_4A32_D192_ED03));
            Read(_target.Mutation.Mutate(_target.Seeds, random));
        }
    }

    private void Read(byte[] input)
    {
        _input = input;
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        Volatile.Write(ref _began, Stopwatch.GetTimestamp());
        string outcome;
        try
        {
            outcome = _target.Read(input);
        }
        catch (Exception unexpected)
        {
            throw Failure(unexpected.Message, unexpected);
        }

        Volatile.Write(ref _began, 0);
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        if (allocated > _target.MostBytes) throw Failure($"reading it allocates {allocated:N0} bytes, more than {_target.MostBytes:N0}", null);
        _outcomes[outcome] = _outcomes.GetValueOrDefault(outcome) + 1;
    }

    private XunitException Failure(string what, Exception? cause) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"{_target.Name}: {what}\nAgain: EDGE_FUZZ_SEED={FuzzLength.Seed} EDGE_FUZZ_AT={_number}\nKeep it: a line in Corpus/{_target.Name}.txt\n{Convert.ToHexString(_input)}\n{cause}"));
}
