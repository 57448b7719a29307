using System.Globalization;
using EdgeService.Building.Snapshots;
using EdgeService.Core.Members;
using EdgeService.Core.Snapshots;

namespace EdgeService.Building.Population;

/// <summary>
/// As many plausible members as wanted: the same bytes for the same numbers, and the first N of a larger population are the smaller one.
/// </summary>
/// <param name="Members">How many, 0 or more.</param>
/// <param name="Seed">Any number.</param>
/// <param name="Contracts">What members may consent to.</param>
/// <param name="AsOf">Bans are dated around it.</param>
public sealed record MadePopulation(long Members, ulong Seed, IReadOnlyList<Contract> Contracts, DateOnly AsOf)
{
    private const string IdFormat = "'M'000000000";
    private const int LongestId = 32;

    // The members of a batch are made by all cores in slices, then written in one piece.
    private const int BatchMembers = 1 << 19;
    private const int SliceMembers = 1 << 14;

    private readonly PopulationChoices _choices = PopulationChoices.Draw(Seed, Contracts, AsOf);

    /// <summary>Id of the member of a number, from 1.</summary>
    public static string IdOf(long number) => number.ToString(IdFormat, CultureInfo.InvariantCulture);

    /// <summary>Writes scores and enrolment; one member in twenty has a score but is not enrolled.</summary>
    public void WriteCsv(Stream scores, Stream enrolment)
    {
        var csv = new MemberCsv(scores, enrolment, $"Made up: {Members} members, seed {Seed}. Nobody here exists.", _choices);
        for (long number = 1; number <= Members; number++)
        {
            var id = IdOf(number);
            var member = MadeMember.Draw(Seed, number, _choices);
            csv.WriteScore(id, member.Dimensions);
            csv.WriteEnrolment(id, member);
        }
    }

    /// <summary>Writes a document for every member and a library card for every second: those who are not enrolled have some too.</summary>
    public void WriteAliases(Stream stream)
    {
        var csv = new AliasCsv(stream, $"Made up: {Members} members, seed {Seed}. Nobody here exists.");
        for (long number = 1; number <= Members; number++)
        {
            var id = IdOf(number);
            csv.WriteDocument(id, $"E-{id}");
            if (number % 2 == 0)
            {
                csv.WriteCard(id, DemoMembers.CardPartners[0], $"LIB-{id}");
            }
        }
    }

    /// <summary>
    /// Writes the binary form, all members enrolled. Without <paramref name="tagging"/> the tags are random numbers: good for measuring,
    /// but nobody can be found by an id.
    /// </summary>
    public void WriteBinary(Stream output, MemberTagging? tagging = null)
    {
        var tables = new StandingTables();
        var consents = _choices.ConsentSets.Select(set => tables.NumberOf(set)).ToArray();
        var bans = _choices.Bans.Select(list => tables.Add(new DatedFacts(list, []))).ToArray();
        PopulationFile.WriteHead(output, Members, tables);
        var records = new byte[BatchMembers * PopulationFile.RecordBytes];
        for (long first = 1; first <= Members; first += BatchMembers)
        {
            var count = (int)Math.Min(BatchMembers, Members - first + 1);
            var start = first;
            Parallel.For(0, (count + SliceMembers - 1) / SliceMembers, slice =>
            {
                var end = Math.Min(count, (slice + 1) * SliceMembers);
                for (var at = slice * SliceMembers; at < end; at++)
                {
                    var member = MadeMember.Draw(Seed, start + at, _choices);
                    var facts = MemberFacts
                        .Pack(member.Tier, member.CourtListed, member.PaymentLineOpen, consents[member.ConsentChoice], bans[member.BanChoice])
                        .WithScore(member.Score);
                    PopulationFile.WriteRecord(records.AsSpan(at * PopulationFile.RecordBytes), TagOf(start + at, tagging), facts);
                }
            });
            output.Write(records, 0, count * PopulationFile.RecordBytes);
        }
    }

    private MemberTag TagOf(long number, MemberTagging? tagging)
    {
        if (tagging is not null)
        {
            Span<byte> id = stackalloc byte[LongestId];
            number.TryFormat(id, out var length, IdFormat, CultureInfo.InvariantCulture);
            return tagging(id[..length]);
        }

        var draws = new Draws(Seed ^ 0x7A67, (ulong)number);
        return new MemberTag(new MemberKey(draws.Next()), draws.Next());
    }
}
