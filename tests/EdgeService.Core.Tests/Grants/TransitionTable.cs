using System.Text;
using EdgeService.Core.Grants;
using EdgeService.Core.Perks;
using EdgeService.Core.Tokens;
using State = EdgeService.Core.Grants.GrantState;

namespace EdgeService.Core.Tests.Grants;

/// <summary>Tries every command in every state and writes down what comes of it, as Markdown.</summary>
internal static class TransitionTable
{
    private const double Now = 5 * 3600;

    private static readonly TokenId Token = new(5);

    private static readonly (string Name, Func<Grant, GrantCommand> Of)[] Custodies =
    [
        ("ConfirmHandover, own time in the window", grant => new ConfirmHandover(1, "citybike", grant.OpenedAt.AddSeconds(20), Sample.Dock)),
        ("Return", _ => new Return(1, "citybike", [], null, Sample.Dock)),
        ("ReturnByReceipt, believable", _ => Story.ReceiptOf(1800)),
        ("ReturnByReceipt, not believable", _ => Story.ReceiptOf(9 * 3600)),
        ("Extend", grant => new Extend(1, "citybike", (grant.DueAt ?? Story.At(0)).AddHours(1), Sample.Dock, "")),
        ("ReportLost", _ => new ReportLost(1, "citybike", Story.Deposit, Actor.Member, "")),
        ("Close", _ => new Close(1, "citybike", Sample.Dock, "")),
        ("Cancel", _ => new Cancel(1, "citybike", Sample.Dock, "")),
        ("Dispute", _ => new Dispute(1, "citybike", Actor.Member, "")),
        ("DecideReview, came back", _ => new DecideReview(1, null, Story.At(1800), Story.Anna, "")),
        ("DecideReview, nothing in it", _ => new DecideReview(1, null, null, Story.Anna, "")),
        ("ResolveConflict, stands", _ => new ResolveConflict(1, null, Stands: true, Story.Anna, "")),
        ("ResolveConflict, does not", _ => new ResolveConflict(1, null, Stands: false, Story.Anna, "")),
    ];

    private static readonly (string Name, Func<Grant, GrantCommand> Of)[] Moneys =
    [
        ("AddCharge", _ => new AddCharge(1, "citybike", "new", Story.Yuan(100), Sample.Dock, "")),
        ("RecordPayment, part", _ => new RecordPayment(1, "citybike", "new", Story.Yuan(400), Failed: false, Sample.Dock)),
        ("RecordPayment, all", grant => new RecordPayment(1, "citybike", "new", Story.Yuan(Math.Max(1, grant.Owed)), Failed: false, Sample.Dock)),
        ("RecordPayment, failed", _ => new RecordPayment(1, "citybike", "new", Story.Yuan(400), Failed: true, Sample.Dock)),
        ("Waive", _ => new Waive(1, null, "new", Story.Yuan(100), Story.Anna, "")),
        ("RecordRefund", grant => new RecordRefund(1, "citybike", "new", Story.Yuan(Math.Max(1, -grant.Owed)), Sample.Dock)),
    ];

    /// <summary>Custody of one kind: a row a command, a column a state that the kind has.</summary>
    public static string Custody(PerkKind kind)
    {
        var states = Enum.GetValues<State>().Select(state => (Name: Upper(state), Story: In(state, kind))).Where(column => column.Story is not null).ToList();
        return Write(states!, Custodies, grant => Upper(grant.State));
    }

    /// <summary>Money of a visit.</summary>
    public static string Money() => Write(Enum.GetValues<MoneyState>().Select(state => (Upper(state), (Story?)Owing(state))).ToList(), Moneys, grant => Upper(grant.MoneyState));

    private static string Write(IReadOnlyList<(string Name, Story? Story)> columns, (string Name, Func<Grant, GrantCommand> Of)[] commands, Func<Grant, string> show)
    {
        var text = new StringBuilder();
        text.AppendLine("| | " + string.Join(" | ", columns.Select(column => column.Name)) + " |");
        text.AppendLine("|---|" + string.Concat(columns.Select(_ => "---|")));
        foreach (var (name, command) in commands)
        {
            text.AppendLine($"| {name} | " + string.Join(" | ", columns.Select(column => Try(column.Name, column.Story!, command, show))) + " |");
        }

        return text.ToString();
    }

    private static string Try(string from, Story told, Func<Grant, GrantCommand> command, Func<Grant, string> show)
    {
        var story = new Story { Record = told.Record };
        var result = story.Do(Now, command(told.Record.Find(1)!.SettledAt(Story.At(Now))));
        return story.Last.Next is null ? (result == GrantResult.WrongState ? "·" : $"*{result}*")
            : show(story.Record.Find(1)!) is var to && to == from ? "✓"
            : "**" + to + "**";
    }

    private static Story? In(State state, PerkKind kind)
    {
        var terms = (kind switch
        {
            PerkKind.Visit => Story.Visit with { SelfCloseAfter = TimeSpan.FromHours(9) },
            PerkKind.Trial => Story.Trial,
            PerkKind.CreditLine => Story.Credit,
            _ => Story.Rental,
        }) with
        { DueAfter = kind is PerkKind.Rental or PerkKind.Trial ? TimeSpan.FromHours(6) : null };
        return state switch
        {
            State.Opening => kind is PerkKind.Rental or PerkKind.Trial ? Opened(terms) : null,
            State.Lapsed => kind is PerkKind.Rental or PerkKind.Trial ? Story.Of(terms with { NeedsHandover = true }) : null,
            State.Active => Story.Of(terms),
            State.Returned => Ended(terms, kind),
            State.Cancelled => After(Story.Of(terms), 20, new Cancel(1, "citybike", Sample.Dock, "")),
            State.Lost => kind == PerkKind.Rental ? After(Story.Of(terms), 60, new ReportLost(1, "citybike", Story.Deposit, Actor.Member, "")) : null,
            State.Reserved => Reserved(terms),
            State.InReview => After(Story.Of(terms), 60, new Dispute(1, "citybike", Actor.Member, "")),
            State.Kept => kind == PerkKind.Trial ? After(After(Story.Of(terms), 60, Price), 61, new Close(1, "citybike", Sample.Dock, "")) : null,
            _ => After(new Story(), 2000, new ClaimOffline(Story.At(60), null, default, terms, WithinLimits: false, HandedOver: true, Sample.Dock)),
        };
    }

    private static AddCharge Price => new(1, "citybike", "price", Story.Yuan(300000), Sample.Dock, "");

    private static Story Opened(GrantTerms terms) =>
        After(new Story(), Now - 60, new ClaimOffline(Story.At(Now - 60), null, default, terms with { NeedsHandover = true }, WithinLimits: true, HandedOver: false, Sample.Dock));

    private static Story Reserved(GrantTerms terms) => After(new Story(), 0, new Reserve(Token, Story.At(Now + 900), terms, Sample.Dock));

    private static Story Ended(GrantTerms terms, PerkKind kind) => kind is PerkKind.Rental or PerkKind.Trial
        ? After(Story.Of(terms), 3600, new Return(1, "citybike", [], null, Sample.Dock))
        : After(Story.Of(terms), 3600, new Close(1, "citybike", Sample.Dock, ""));

    private static Story Owing(MoneyState state)
    {
        var visit = Story.Of(Story.Visit with { SelfCloseAfter = TimeSpan.FromHours(9) });
        if (state == MoneyState.None)
        {
            return visit;
        }

        visit.Charge(60, 1000, "bill");
        return state switch
        {
            MoneyState.Failed => After(visit, 61, new RecordPayment(1, "citybike", "till", Story.Yuan(1000), Failed: true, Sample.Dock)),
            MoneyState.Paid => After(visit, 61, new RecordPayment(1, "citybike", "till", Story.Yuan(1000), Failed: false, Sample.Dock)),
            MoneyState.Paused => After(visit, 61, new Dispute(1, "citybike", Actor.Member, "")),
            MoneyState.RefundDue => After(Owing(MoneyState.Paid), 62, new Waive(1, null, "waiver", Story.Yuan(300), Story.Anna, "")),
            _ => visit,
        };
    }

    private static Story After(Story story, double seconds, GrantCommand command)
    {
        Assert.True(story.Do(seconds, command) is var result && story.Last.Next is not null, $"{command}: {result}");
        return story;
    }

    private static string Upper<T>(T state)
        where T : struct, Enum => string.Concat(state.ToString().Select((letter, place) => place > 0 && char.IsUpper(letter) ? "_" + letter : letter.ToString())).ToUpperInvariant();
}
