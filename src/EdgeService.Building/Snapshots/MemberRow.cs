using System.Runtime.InteropServices;
using EdgeService.Building.Snapshots.External;
using EdgeService.Core.Members;

namespace EdgeService.Building.Snapshots;

/// <summary>Hashes a stable member id under the deployment's secret.</summary>
public delegate MemberTag MemberTagging(ReadOnlySpan<byte> memberId);

/// <summary>Takes a good line of the input: whose it is, what it says, where it stood.</summary>
public delegate void RowSink(in MemberRow row, long line);

/// <summary>One input line, 24 bytes: whose it is and what it says.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8)]
public readonly record struct MemberRow(MemberTag Tag, ulong Facts) : ISortedRow<MemberRow>
{
    /// <summary>Bytes a row takes in memory and in a temporary file.</summary>
    public const int Bytes = 24;

    ulong ISortedRow<MemberRow>.Leading => Tag.Key.Value;

    bool ISortedRow<MemberRow>.IsBefore(in MemberRow other) => Tag < other.Tag;
}
