namespace EdgeService.Building.Snapshots.External;

/// <summary>About how many lines a file has, by the length of the first.</summary>
internal static class LineEstimate
{
    private const int SampleBytes = 1 << 18;

    public static long Of(Func<Stream> open)
    {
        using var input = open();
        var sample = new byte[SampleBytes];
        var read = sample.AsSpan(0, input.ReadAtLeast(sample, sample.Length, throwOnEndOfStream: false));
        var lines = Math.Max(1, read.Count((byte)'\n'));
        return read.Length < SampleBytes ? lines : (long)((double)LengthOf(input) / read.Length * lines);
    }

    public static long LengthOf(Stream input) => input.CanSeek ? input.Length : 0;
}
