using System.Collections.Immutable;
using EdgeService.Core.Grants;
using EdgeService.Core.Members;
using EdgeService.Core.Tokens;

namespace EdgeService.Flow;

/// <summary>What a claim says, be it well formed or not, without what names a member.</summary>
/// <param name="Sequence">Its number, as sent.</param>
/// <param name="Sent">The claim as it was sent, by which the same one is known again.</param>
public sealed record ReportedClaim(long Sequence, ReadOnlyMemory<byte> Sent)
{
    public Guid? RequestId { get; init; }

    public JournalledAct Act { get; init; }

    public DateTimeOffset? At { get; init; }

    public string PerkId { get; init; } = "";

    public int Units { get; init; }

    public ImmutableArray<string> Items { get; init; } = [];

    public bool HandedOver { get; init; }
}

/// <summary>What a claim turned out to concern while it was looked at.</summary>
/// <param name="id">By which it is known should it be faulty, or have been.</param>
internal sealed class ClaimFindings(UInt128 id)
{
    public UInt128 Id { get; } = id;

    public MemberKey? Member { get; set; }

    public TokenId? Token { get; set; }

    public string? PerkId { get; set; }

    public int? Units { get; set; }

    /// <summary>Why its token does not verify.</summary>
    public TokenFault Verdict { get; set; }

    /// <summary>What a token says of it, if it is one of ours.</summary>
    public void Note(in ReadToken read)
    {
        if (read.IsGenuine)
            (Member, Token, PerkId, Units) = (read.Member, read.Verdict.Claims.Id, read.Perk?.Id, (int)read.Verdict.Claims.Units);
    }
}
