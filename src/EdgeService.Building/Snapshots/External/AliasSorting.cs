using EdgeService.Building.Csv;
using EdgeService.Core.Members;

namespace EdgeService.Building.Snapshots.External;

/// <summary>
/// Cards and documents in two sortings, in memory that does not grow with their number: by member, to leave out those of people who are not
/// enrolled, then by tag, as the file has them.
/// </summary>
internal sealed class AliasSorting : IDisposable
{
    private readonly AliasSource _source;
    private readonly Replacements _replacements;
    private readonly RowSpill<AliasRow> _read;
    private readonly RowSpill<MemberRow> _joined;
    private readonly RowLane<MemberRow> _lane;
    private readonly RowSorting<AliasRow> _byMember = new();
    private readonly RowSorting<MemberRow> _byTag = new();
    private int _part;

    private AliasSorting(AliasSource source, Replacements replacements, string folder, long rowsInMemory)
    {
        _source = source;
        _replacements = replacements;
        _read = new(folder, rowsInMemory / 2);
        _joined = new(folder, rowsInMemory / 2);
        _lane = _joined.NewLane();
    }

    /// <summary>Lines read.</summary>
    public long Lines => _read.Count;

    /// <summary>Lines of members who are enrolled.</summary>
    public long Joined => _lane.Count;

    /// <summary>Entries for the file, once the doubled are looked for: an alias that stands on two lines for one member is one.</summary>
    public long Count { get; private set; }

    /// <summary>Reads the source once.</summary>
    public static AliasSorting Read(AliasSource source, Replacements replacements, InputFaults faults, string folder, long rowsInMemory)
    {
        var sorting = new AliasSorting(source, replacements, folder, rowsInMemory);
        var lane = sorting._read.NewLane();
        source.Read(replacements, faults, (in row, _) => lane.Add(row));
        return sorting;
    }

    /// <summary>Takes the members of the next part, in the order of their tags, and keeps what leads to one of them.</summary>
    public void Join(ReadOnlySpan<MemberRow> members)
    {
        var next = 0;
        foreach (ref readonly var row in Sorted(_read, _part++, _byMember))
        {
            while (next < members.Length && IsBefore(members[next].Tag, row.Member))
            {
                next++;
            }

            if (next < members.Length && IsSame(members[next].Tag, row.Member))
            {
                _lane.Add(new MemberRow(new MemberTag(new(row.Alias.High), row.Alias.Low), row.Member.Key.Value));
            }
        }
    }

    /// <summary>Enters a fault for every line whose card or document leads to another member on an earlier one.</summary>
    public void FindDoubled(InputFaults faults)
    {
        var doubled = new HashSet<AliasTag>();
        ForEach((in tag, isDoubled, _) =>
        {
            Count++;
            if (isDoubled && doubled.Count <= InputFaults.ListedPerSource)
            {
                doubled.Add(tag);
            }
        });
        if (doubled.Count == 0)
        {
            return;
        }

        var first = new Dictionary<AliasTag, (MemberTag Member, long Line)>();
        _source.Read(_replacements, new InputFaults(), (in row, line) =>
        {
            if (doubled.Contains(row.Alias) && !first.TryAdd(row.Alias, (row.Member, line)) && first[row.Alias].Member != row.Member)
            {
                faults.Add(_source.Name, line, $"the same card or document as on line {first[row.Alias].Line}, of another member");
            }
        });
    }

    /// <summary>Hands on every alias once, ascending by tag.</summary>
    public void Write(Action<AliasTag, MemberKey> take) => ForEach((in tag, _, member) => take(tag, member));

    public void Dispose()
    {
        _read.Dispose();
        _joined.Dispose();
    }

    private void ForEach(Taking take)
    {
        for (var part = 0; part < RowParts.Count; part++)
        {
            var rows = Sorted(_joined, part, _byTag);
            for (var i = 0; i < rows.Length; i++)
            {
                var repeats = i > 0 && rows[i].Tag == rows[i - 1].Tag;
                if (!repeats || rows[i].Facts != rows[i - 1].Facts)
                {
                    take(new AliasTag(rows[i].Tag.Key.Value, rows[i].Tag.Check), repeats, new MemberKey(rows[i].Facts));
                }
            }
        }
    }

    private static Span<TRow> Sorted<TRow>(RowSpill<TRow> spill, int part, RowSorting<TRow> sorting)
        where TRow : unmanaged, ISortedRow<TRow>
    {
        var count = checked((int)spill.CountOf(part));
        var (unsorted, sorted) = (new TRow[count], new TRow[count]);
        spill.Read(part, unsorted);
        sorting.Sort(unsorted, sorted);
        return sorted;
    }

    private bool IsBefore(in MemberTag member, in MemberTag named) => _source.NamesKeysOnly ? member.Key < named.Key : member < named;

    private bool IsSame(in MemberTag member, in MemberTag named) => _source.NamesKeysOnly ? member.Key == named.Key : member == named;

    private delegate void Taking(in AliasTag tag, bool isDoubled, MemberKey member);
}
