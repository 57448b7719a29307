using System.Buffers;
using EdgeService.Building.Snapshots;
using EdgeService.Building.Snapshots.External;
using EdgeService.Core.Members;

namespace EdgeService.Building.Csv;

/// <summary>
/// Reads which cards and documents lead to which member. A card names the partner that issued it, a document nobody. Numbers stand as they are
/// printed: separators and small letters do not count.
/// </summary>
public sealed class AliasesCsv
{
    public const string Columns = "member_id,kind,partner,value";

    /// <summary>What a partner's card is called in files.</summary>
    public const string Card = "partner_card";

    /// <summary>What an identity document is called in files.</summary>
    public const string Document = "identity_document";

    private const int ColumnCount = 4;
    private const int MaxPartnerBytes = 32;

    private static readonly SearchValues<byte> PartnerCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-"u8);

    private readonly MemberTagging _members;
    private readonly AliasTagging _aliases;
    private readonly InputFaults _faults;

    internal AliasesCsv(MemberTagging members, AliasTagging aliases, InputFaults faults) =>
        (_members, _aliases, _faults) = (members, aliases, faults);

    /// <summary>Hands on one row a good line, in their order. Bad lines go to the faults.</summary>
    internal void Read(Stream input, string source, AliasSink sink)
    {
        var table = new CsvTable(input, source, Columns, null, _faults);
        if (!table.ReadHeader())
        {
            return;
        }

        while (table.TryNextRow(out var line))
        {
            var problems = default(LineProblems);
            var row = ReadRow(line, ref problems);
            if (problems.None)
            {
                sink(row, table.Line);
            }
            else
            {
                table.Fault(problems.ToString());
            }
        }
    }

    private AliasRow ReadRow(ReadOnlySpan<byte> line, ref LineProblems problems)
    {
        var fields = new CsvRow(line);
        var complete = fields.TryNext(out var id) & fields.TryNext(out var kind) & fields.TryNext(out var partner) & fields.TryNext(out var value);
        if (!complete || fields.CountRest() > 0 || fields.BadQuotes)
        {
            problems.Add(fields.BadQuotes ? "quotes do not match" : $"{line.Count((byte)',') + 1} columns instead of {ColumnCount}");
            return default;
        }

        if (!MemberId.IsValid(id))
        {
            problems.Add("member_id must be 1 to 64 bytes without spaces");
        }

        var known = ReadKind(kind, ref problems);
        CheckPartner(known, partner, ref problems);
        if (!_aliases(MemberRefKind.IdentityDocument, default, value, out _))
        {
            problems.Add($"value must have 1 to {AliasTags.MaxLength} letters and digits, separators aside");
        }

        return problems.None && _aliases(known, partner, value, out var alias) ? new AliasRow(_members(id), alias) : default;
    }

    private static MemberRefKind ReadKind(ReadOnlySpan<byte> field, ref LineProblems problems)
    {
        if (field.SequenceEqual("partner_card"u8))
        {
            return MemberRefKind.PartnerCard;
        }

        if (field.SequenceEqual("identity_document"u8))
        {
            return MemberRefKind.IdentityDocument;
        }

        problems.Add($"kind must be {Card} or {Document}");
        return default;
    }

    private static void CheckPartner(MemberRefKind kind, ReadOnlySpan<byte> partner, ref LineProblems problems)
    {
        var isName = partner.Length is > 0 and <= MaxPartnerBytes && !partner.ContainsAnyExcept(PartnerCharacters);
        if (kind == MemberRefKind.PartnerCard && !isName)
        {
            problems.Add("partner must name who issued the card: 1 to 32 of a-z, 0-9 and -");
        }
        else if (kind == MemberRefKind.IdentityDocument && !partner.IsEmpty)
        {
            problems.Add("partner must be empty for a document");
        }
    }
}
