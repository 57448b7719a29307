using EdgeService.Core.Grants;
using EdgeService.Core.Perks;
using EdgeService.Core.Tokens;

namespace EdgeService.Core.Tests.Grants;

/// <summary>One member's grants from command to command, told in seconds after noon.</summary>
internal sealed class Story
{
    public static readonly Money Deposit = Yuan(19900);
    public static readonly Actor Anna = Actor.Operator("anna");

    public static readonly GrantTerms Rental = Sample.BikeTerms("bike-1") with
    {
        NeedsHandover = false,
        Deposit = Deposit,
        LostAfter = TimeSpan.FromHours(2),
        Extension = new ExtensionRule(2, TimeSpan.FromHours(4)),
    };

    public static readonly GrantTerms Visit = Sample.VisitTerms with { Kind = PerkKind.Visit, PartnerId = "citybike", PayWithin = TimeSpan.FromDays(30) };

    public static readonly GrantTerms Trial = Rental with { Kind = PerkKind.Trial, Deposit = null, Extension = null };

    public static readonly GrantTerms Credit = Sample.BikeTerms() with { Kind = PerkKind.CreditLine, NeedsHandover = false, DueAfter = null, CreditLimit = Yuan(500000) };

    public MemberRecord Record { get; set; } = MemberRecord.Empty;

    public ReceiptNeighbours Receipts { get; set; }

    public IReadOnlyDictionary<ItemRef, ItemHolder> Held { get; set; } = new Dictionary<ItemRef, ItemHolder>();

    public GrantStep Last { get; private set; } = null!;

    /// <summary>The grant made last, as recorded.</summary>
    public Grant Grant => Record.Grants[^1];

    public static Money Yuan(long fen) => new(fen, "CNY");

    public static DateTimeOffset At(double seconds) => Sample.Noon.AddSeconds(seconds);

    public static Story Of(GrantTerms terms)
    {
        var story = new Story();
        Assert.Equal(GrantResult.Granted, story.Do(0, new Begin(terms, Sample.Dock)));
        return story;
    }

    public GrantResult Do(double seconds, GrantCommand command)
    {
        Last = Custody.Apply(new LedgerScene(Record, Held) { Member = Sample.Member, Receipts = Receipts }, command, At(seconds));
        Record = Last.Next ?? Record;
        return Last.Outcome.Result;
    }

    public GrantResult Charge(double seconds, long fen, string reference) => Do(seconds, new AddCharge(1, "citybike", reference, Yuan(fen), Sample.Dock, "fee"));

    public GrantResult Pay(double seconds, long fen, string reference, bool failed = false) =>
        Do(seconds, new RecordPayment(1, "citybike", reference, Yuan(fen), failed, Sample.Dock));

    public GrantResult Return(double seconds, double? own = null) =>
        Do(seconds, new Return(1, "citybike", [], own is { } time ? At(time) : null, Sample.Dock));

    public GrantResult Lose(double seconds, long fen, Actor? actor = null) => Do(seconds, new ReportLost(1, "citybike", Yuan(fen), actor ?? Actor.Member, "gone"));

    public GrantResult Receipt(double seconds, double own, uint sequence = 7, string item = "bike-1") => Do(seconds, ReceiptOf(own, sequence, item));

    public static ReturnByReceipt ReceiptOf(double own, uint sequence = 7, string item = "bike-1") =>
        new(1, "citybike", new DockReceipt(AudienceCode.Parse("BIKE-1"), item, 3, sequence, At(own)), new UInt128(sequence, (ulong)own), Sample.Dock);
}
