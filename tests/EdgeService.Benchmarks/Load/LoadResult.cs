namespace EdgeService.Benchmarks.Load;

/// <summary>What a round of load did.</summary>
internal readonly record struct LoadResult(int Calls, double CallsPerSecond);
