using System.Globalization;

namespace EdgeService.Benchmarks.Swapping;

/// <summary>What became of the calls of a round. Takes from any thread.</summary>
internal sealed class PacedResult
{
    private readonly Lock _adding = new();
    private readonly List<double> _milliseconds = [];
    private Exception? _first;

    public int Failures { get; private set; }

    public int Calls => _milliseconds.Count + Failures;

    /// <summary>The first failure, in words; empty without one.</summary>
    public string FirstFailure => _first?.Message ?? "";

    public string Line => string.Create(
        CultureInfo.InvariantCulture, $"{Calls:#,##0} calls, {Failures} failed, p50 {At(0.5):0.00}, p99 {At(0.99):0.00}, p99.9 {At(0.999):0.00}, worst {At(1):0.0} ms");

    public void Answered(TimeSpan latency)
    {
        lock (_adding)
            _milliseconds.Add(latency.TotalMilliseconds);
    }

    public void Failed(Exception failure)
    {
        lock (_adding)
        {
            Failures++;
            _first ??= failure;
        }
    }

    /// <summary>The latency that a share of the answered calls does not exceed, in milliseconds.</summary>
    public double At(double share)
    {
        lock (_adding)
        {
            _milliseconds.Sort();
            return _milliseconds.Count == 0 ? 0 : _milliseconds[Math.Min(_milliseconds.Count - 1, (int)(share * _milliseconds.Count))];
        }
    }
}
