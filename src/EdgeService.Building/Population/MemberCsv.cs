using System.Text;
using System.Text.Unicode;
using EdgeService.Building.Csv;
using EdgeService.Core.Scoring;
using EdgeService.Core.Snapshots;

namespace EdgeService.Building.Population;

/// <summary>Writes made members as the two CSV files that a build reads.</summary>
public sealed class MemberCsv
{
    /// <summary>A line without its consents and bans.</summary>
    private const int LongestRow = 512;

    private readonly Stream _scores;
    private readonly Stream _enrolment;
    private readonly byte[][] _consents;
    private readonly byte[][] _bans;

    /// <param name="scores">Scores file, written from its head.</param>
    /// <param name="enrolment">Enrolment file, written from its head.</param>
    /// <param name="remark">One line that says what these members are.</param>
    /// <param name="choices">What the members' choices stand for.</param>
    public MemberCsv(Stream scores, Stream enrolment, string remark, PopulationChoices choices)
    {
        _scores = scores;
        _enrolment = enrolment;
        _consents = [.. choices.ConsentSets.Select(set => Encoding.UTF8.GetBytes(ConsentText.Write(set)))];
        _bans = [.. choices.Bans.Select(bans => Encoding.UTF8.GetBytes(BanText.Write(bans)))];
        scores.Write(Encoding.UTF8.GetBytes($"# {remark}\n{ScoresCsv.Columns}\n"));
        enrolment.Write(Encoding.UTF8.GetBytes($"# {remark}\n{EnrolmentCsv.Columns}\n"));
    }

    public void WriteScore(string id, in Dimensions dimensions)
    {
        Span<byte> row = stackalloc byte[LongestRow];
        Utf8.TryWrite(
            row,
            $"{id},{dimensions.CreditHistory},{dimensions.Capacity},{dimensions.UsePreference},{dimensions.Personal},{dimensions.ContactNetwork}\n",
            out var length);
        _scores.Write(row[..length]);
    }

    /// <summary>The member's enrolment; nothing for one who is not enrolled.</summary>
    public void WriteEnrolment(string id, in MadeMember member)
    {
        if (!member.Enrolled)
        {
            return;
        }

        Span<byte> row = stackalloc byte[LongestRow];
        var line = member.PaymentLineOpen ? "open" : "none";
        var court = member.CourtListed ? "listed" : "none";
        Utf8.TryWrite(row, $"{id},{TierName(member.Tier)},{line},{court},", out var length);
        _enrolment.Write(row[..length]);
        _enrolment.Write(_consents[member.ConsentChoice]);
        _enrolment.Write(","u8);
        _enrolment.Write(_bans[member.BanChoice]);
        _enrolment.Write("\n"u8);
    }

    private static string TierName(Tier tier) => tier switch
    {
        Tier.Silver => "silver",
        Tier.Gold => "gold",
        Tier.Platinum => "platinum",
        _ => "basic",
    };
}
