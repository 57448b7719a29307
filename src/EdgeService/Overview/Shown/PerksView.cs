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
        var most = Math.Max(1, figures.Perks.Select(perk => perk.LastHour.Total).DefaultIfEmpty().Max());
        return new(NoteOf(figures.Ledger), [.. figures.Perks.Select(perk => PerkRow.Of(perk, most, figures.Ledger.CountedAt is not null))]);
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
/// <param name="Bar">Its answers as a bar: what of it is which, 0 to 100 units together with all other perks' longest.</param>
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
    StackedBar Bar,
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

    public static PerkRow Of(PerkFigures perk, long most, bool counted) => new(
        perk.Id,
        perk.Title,
        StackedBar.Of(perk.LastHour, most),
        Wording.Count(perk.LastHour.Permitted),
        Wording.Count(perk.LastHour.Refused),
        Wording.Count(perk.LastHour.Referred),
        Wording.Count(perk.SinceStart.Total),
        counted ? Wording.Count(perk.Out.Active) : Unknown,
        counted ? Wording.Count(perk.Out.Overdue) : Unknown,
        perk.Out.Overdue > 0 ? Mood.Warn : Mood.Plain,
        perk.Age switch { PerkAge.Fresh => "fresh data", PerkAge.Stale => "stale data", _ => "data too old" },
        perk.Age switch { PerkAge.Fresh => Mood.Plain, PerkAge.Stale => Mood.Warn, _ => Mood.Bad });
}

/// <summary>Three lengths one after the other, in hundredths of the longest bar.</summary>
public sealed record StackedBar(double Permitted, double Refused, double Referred)
{
    public const int Length = 100;

    public double RefusedAt => Permitted;

    public double ReferredAt => Math.Round(Permitted + Refused, 2);

    public static StackedBar Of(AnswerCounts answers, long most)
    {
        return new(Part(answers.Permitted), Part(answers.Refused), Part(answers.Referred));

        double Part(long count) => Math.Round((double)Length * count / most, 2);
    }
}
