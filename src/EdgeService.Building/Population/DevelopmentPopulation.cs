using System.Globalization;
using EdgeService.Building.Files;
using EdgeService.Building.Snapshots;
using EdgeService.Core.Scoring;
using EdgeService.Core.Snapshots;

namespace EdgeService.Building.Population;

/// <summary>
/// What a development edge serves: the real applicants, made members and the named ones, all enrolled. Everyone consents to everything,
/// but every tenth to nothing; the named members keep their own rule.
/// </summary>
public static class DevelopmentPopulation
{
    public const string ScoresFile = "scores.csv";
    public const string EnrolmentFile = "enrolment.csv";
    public const string AliasesFile = "aliases.csv";
    public const int MadeMembers = 100_000;

    private const ulong Seed = 2018;
    private const int All = 1;
    private const string Remark = "Made up for development: nobody has consented to anything. Scores GC0001 to GC1000 are real applicants' (CC BY 4.0).";

    /// <summary>
    /// Writes scores and enrolment into <paramref name="folder"/> and returns them as the sources of a build; beside them the cards and documents of
    /// the named members.
    /// </summary>
    /// <param name="folder">An existing folder.</param>
    /// <param name="contracts">Every (scene, partner) pair of the catalog.</param>
    /// <param name="today">Bans are dated around it.</param>
    public static SnapshotSources Write(string folder, IReadOnlyCollection<Contract> contracts, DateOnly today)
    {
        var scores = Path.Combine(folder, ScoresFile);
        var enrolment = Path.Combine(folder, EnrolmentFile);
        var choices = PopulationChoices.AllOrNothing(contracts, today);
        WholeFile.Write(scores, scoresStream => WholeFile.Write(enrolment, enrolmentStream =>
        {
            var csv = new MemberCsv(scoresStream, enrolmentStream, Remark, choices);
            WriteNamed(csv, choices, today);
            WriteReal(csv, choices);
            WriteMade(csv, choices);
        }));
        WholeFile.Write(Path.Combine(folder, AliasesFile), WriteAliases);
        return SnapshotSources.OfFiles(scores, enrolment);
    }

    private static void WriteAliases(Stream stream)
    {
        var csv = new AliasCsv(stream, Remark);
        foreach (var demo in DemoMembers.All)
        {
            csv.WriteDocument(demo.Id, demo.Document);
            foreach (var partner in DemoMembers.CardPartners)
            {
                csv.WriteCard(demo.Id, partner, demo.Card);
            }
        }
    }

    private static void WriteNamed(MemberCsv csv, PopulationChoices choices, DateOnly today)
    {
        var inForce = RailwayBanInForce(choices, today);
        foreach (var demo in DemoMembers.All)
        {
            csv.WriteScore(demo.Id, demo.Dimensions);
            csv.WriteEnrolment(demo.Id, new MadeMember(
                demo.Dimensions, demo.Tier, demo.PaymentLineOpen, demo.CourtListed, true, demo.Consents ? All : 0, demo.RailwayBan ? inForce : 0));
        }
    }

    /// <summary>The ban of the whole railway that has only begun, so that it outlasts any snapshot of today.</summary>
    private static int RailwayBanInForce(PopulationChoices choices, DateOnly today)
    {
        var midnight = new DateTimeOffset(today.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        return choices.Bans.Index()
            .Where(one => one.Item is [{ Sector: Sector.Railway, Scope: BanScope.All } ban] && ban.From < midnight)
            .MaxBy(one => one.Item[0].From).Index;
    }

    private static void WriteReal(MemberCsv csv, PopulationChoices choices)
    {
        using var reader = new StreamReader(RealApplicants.Open());
        reader.ReadLine();
        for (var number = 1; reader.ReadLine() is { } line; number++)
        {
            var fields = line.Split(',');
            int? Known(int column) => fields[column].Length == 0 ? null : int.Parse(fields[column], CultureInfo.InvariantCulture);
            var dimensions = new Dimensions(Known(1), Known(2), Known(3), Known(4), Known(5));
            csv.WriteScore(fields[0], dimensions);
            csv.WriteEnrolment(fields[0], Draw(~number, choices) with { Dimensions = dimensions, ConsentChoice = ConsentOf(number) });
        }
    }

    private static void WriteMade(MemberCsv csv, PopulationChoices choices)
    {
        for (var number = 1; number <= MadeMembers; number++)
        {
            var id = MadePopulation.IdOf(number);
            var member = Draw(number, choices) with { ConsentChoice = ConsentOf(number) };
            csv.WriteScore(id, member.Dimensions);
            csv.WriteEnrolment(id, member);
        }
    }

    private static MadeMember Draw(long number, PopulationChoices choices) => MadeMember.Draw(Seed, number, choices) with { Enrolled = true };

    private static int ConsentOf(int number) => number % 10 == 0 ? 0 : All;
}
