using EdgeService.Flow.Figures;
using EdgeService.Telemetry;

namespace EdgeService.Overview.Shown;

/// <summary>Answers and open grants by perk.</summary>
/// <param name="Note">What the figures are of.</param>
/// <param name="Rows">The perks.</param>
public sealed record PerksView(string Note, IReadOnlyList<PerkRow> Rows)
{
    public static PerksView Of(EdgeFigures figures)
    {
        if (figures.Perks.Count == 0)
            return new("The catalog has no perk: nothing is on offer.", []);
        var answers = Math.Max(1, figures.Perks.Max(perk => perk.LastHour.Total));
        var active = Math.Max(1, figures.Perks.Max(perk => perk.Out.Active));
        return new(NoteOf(figures.Ledger), [.. figures.Perks.Select(perk => PerkRow.Of(perk, answers, active, figures))]);
    }

    private static string NoteOf(LedgerFigures ledger)
    {
        var whose = ledger.IsShared ? "grants are those of all edges of this ledger" : "grants are those of this edge's ledger";
        var counted = ledger switch
        {
            { CountedAt: null } => "not counted yet",
            { Usable: false } => $"last counted {Wording.Moment(ledger.CountedAt.Value)}",
            { CountedShare: < 1 } => $"estimated from {Wording.Percent(ledger.CountedShare)} of the records",
            _ => "counted within the last seconds",
        };
        return $"Answers are those of this edge in the last hour; {whose}, {counted}.";
    }
}

/// <summary>One perk.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Title">Its title; empty where the catalog does not have it any more.</param>
/// <param name="Bar">Its answers as a bar, as long as theirs is to the most answers of any perk.</param>
/// <param name="Out">Its active grants as a bar, likewise.</param>
/// <param name="Permitted">Yes.</param>
/// <param name="Refused">No.</param>
/// <param name="Referred">To a person.</param>
/// <param name="SinceStart">All answers since the start.</param>
/// <param name="Active">Grants that are out.</param>
/// <param name="Overdue">Of those: late.</param>
/// <param name="OverdueMood">How that is.</param>
/// <param name="Age">What the age of the data means to it.</param>
/// <param name="AgeMood">How that is.</param>
public sealed record PerkRow(
    string Id,
    string Title,
    AnswerLengths Bar,
    OutLengths Out,
    string Permitted,
    string Refused,
    string Referred,
    string SinceStart,
    string Active,
    string Overdue,
    string OverdueMood,
    string Age,
    string AgeMood)
{
    private const string Unknown = "?";

    public static PerkRow Of(PerkFigures perk, long mostAnswers, long mostActive, EdgeFigures figures) => new(
        perk.Id,
        perk.Title,
        AnswerLengths.Of(perk.LastHour, mostAnswers),
        OutLengths.Of(perk.Out, mostActive),
        Wording.Count(perk.LastHour.Permitted),
        Wording.Count(perk.LastHour.Refused),
        Wording.Count(perk.LastHour.Referred),
        Wording.Count(perk.SinceStart.Total),
        figures.Ledger.CountedAt is null ? Unknown : Wording.Count(perk.Out.Active),
        figures.Ledger.CountedAt is null ? Unknown : Wording.Count(perk.Out.Overdue),
        perk.Out.Overdue > 0 ? Mood.Warn : Mood.Plain,
        figures.Snapshot is null ? "no data" : perk.Age switch { PerkAge.Fresh => "fresh data", PerkAge.Stale => "stale data", _ => "data too old" },
        figures.Snapshot is null ? Mood.Bad : perk.Age switch { PerkAge.Fresh => Mood.Plain, PerkAge.Stale => Mood.Warn, _ => Mood.Bad });
}

/// <summary>Three lengths one after the other, in hundredths of the longest bar.</summary>
public sealed record AnswerLengths(double Permitted, double Refused, double Referred)
{
    public double RefusedAt => Permitted;

    public double ReferredAt => Math.Round(Permitted + Refused, 2);

    public static AnswerLengths Of(AnswerCounts answers, long most) =>
        new(Lengths.Of(answers.Permitted, most), Lengths.Of(answers.Refused, most), Lengths.Of(answers.Referred, most));
}

/// <summary>Two lengths one after the other, in hundredths of the longest bar.</summary>
public sealed record OutLengths(double InTime, double Overdue)
{
    public static OutLengths Of(OpenFigures open, long most) => new(Lengths.Of(open.Active - open.Overdue, most), Lengths.Of(open.Overdue, most));
}
