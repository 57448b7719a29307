using System.Runtime.InteropServices;
using EdgeService.Core.Members;

namespace EdgeService.Building.Snapshots.External;

/// <summary>One line of aliases, 32 bytes: whom a card or document leads to, as entered, and its tag.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8)]
internal readonly record struct AliasRow(MemberTag Member, AliasTag Alias) : ISortedRow<AliasRow>
{
    /// <summary>Bytes a row takes in memory and in a temporary file.</summary>
    public const int Bytes = 32;

    public ulong Leading => Member.Key.Value;

    public bool IsBefore(in AliasRow other) => Member < other.Member || (Member == other.Member && Alias < other.Alias);
}

/// <summary>Takes a good line: whose card or document it is, as the member stands in the input, and its tag.</summary>
internal delegate void AliasSink(in AliasRow row, long line);
