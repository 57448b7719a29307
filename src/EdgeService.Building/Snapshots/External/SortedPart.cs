using EdgeService.Core.Scoring;
using EdgeService.Core.Snapshots;

namespace EdgeService.Building.Snapshots.External;

/// <summary>One part of the members, sorted and joined with their scores. Its memory is used again for later parts.</summary>
internal sealed class SortedPart
{
    private static readonly int StartingScore = ScoreFormula.ScoreOf(Dimensions.NoHistory);

    private readonly RowSorting<MemberRow> _sorting = new();
    private MemberRow[] _unsorted = [];
    private MemberRow[] _members = [];
    private MemberRow[] _scores = [];
    private int _count;

    /// <summary>In the order of their keys.</summary>
    public Span<MemberRow> Members => _members.AsSpan(0, _count);

    /// <summary>How many of them have a line of scores.</summary>
    public long Scored { get; private set; }

    /// <summary>What of the members must not stand in one file.</summary>
    public Repeats RepeatedMembers { get; private set; } = new();

    /// <summary>Scores of a member who has scores already.</summary>
    public Repeats RepeatedScores { get; private set; } = new();

    /// <param name="part">Which one, from 0.</param>
    /// <param name="enrolled">Members, without their scores if these come apart.</param>
    /// <param name="scores">Scores that come apart; null if the members hold theirs.</param>
    /// <param name="split">How the file tells members apart.</param>
    public void Load(int part, RowSpill<MemberRow> enrolled, RowSpill<MemberRow>? scores, KeySplit split)
    {
        _count = Sort(part, enrolled, ref _members);
        RepeatedMembers = Repeats.Among(Members, split);
        RepeatedScores = new();
        Scored = 0;
        if (scores is not null)
        {
            var count = Sort(part, scores, ref _scores);
            var sorted = _scores.AsSpan(0, count);
            RepeatedScores = Repeats.OfOneMember(sorted);
            Scored = Join(Members, sorted);
        }
    }

    private int Sort(int part, RowSpill<MemberRow> spill, ref MemberRow[] sorted)
    {
        var count = checked((int)spill.CountOf(part));
        MakeRoom(ref _unsorted, count);
        MakeRoom(ref sorted, count);
        spill.Read(part, _unsorted.AsSpan(0, count));
        _sorting.Sort(_unsorted.AsSpan(0, count), sorted.AsSpan(0, count));
        return count;
    }

    /// <summary>Gives every member a score; returns how many had one. Both are sorted by member.</summary>
    private static long Join(Span<MemberRow> members, ReadOnlySpan<MemberRow> scores)
    {
        long scored = 0;
        var next = 0;
        foreach (ref var member in members)
        {
            while (next < scores.Length && scores[next].Tag < member.Tag)
            {
                next++;
            }

            var found = next < scores.Length && scores[next].Tag == member.Tag;
            scored += found ? 1 : 0;
            member = member with { Facts = new MemberFacts(member.Facts).WithScore(found ? (int)scores[next].Facts : StartingScore).Bits };
        }

        return scored;
    }

    private static void MakeRoom(ref MemberRow[] rows, int count)
    {
        if (rows.Length < count)
        {
            // Parts are nearly alike: a little more than this one needs serves the next ones too.
            rows = GC.AllocateUninitializedArray<MemberRow>(count + (count / 32));
        }
    }
}
