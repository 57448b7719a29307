using EdgeSip2.Edge;
using EdgeSip2.Journals;
using EdgeSip2.Protocol;
using Perks.Edge.V1;

namespace EdgeSip2.Desk;

/// <summary>
/// Lends, takes back and renews by the edge. Where a library system stands behind, it owns the things: a loan counts only when it has booked it
/// on the house patron, and is called off otherwise.
/// </summary>
internal sealed class EdgeLending(DeskSettings desk, Kiosk kiosk, ILibrary? library)
{
    private const char Done = '1';
    private const char Yes = 'Y';
    private static readonly TimeSpan ClockSlack = TimeSpan.FromSeconds(30);

    /// <summary>
    /// A checkout by somebody whom the edge vouches for, or does not. 1. call off what is left of earlier tries, 2. note that it is begun, 3. ask the
    /// edge, 4. have the library system book it, 5. it is done with once it is sure on both sides; until then the note stands, and is called off.
    /// </summary>
    /// <exception cref="IOException">The note cannot be written: nothing was begun.</exception>
    public async Task<(EdgeAnswer Edge, SipMessage Answer)> LendAsync(SipMessage asked, string language, CancellationToken cancellation)
    {
        var item = asked[SipTag.Item];
        await CallingOff.RunAsync(kiosk.Edge, kiosk.Loans, item, cancellation); // 1
        using var intent = kiosk.Loans.Note(kiosk.Edge.InquiryOf(MemberOf(asked), item)); // 2
        var lent = await kiosk.Edge.LendAsync(intent.Inquiry, intent.Id, cancellation); // 3
        if (lent.IsYes && library is not null && desk.House is not null)
            return (lent, await BookAsync(asked, intent, lent.Grant, language, cancellation)); // 4
        if (!lent.LeavesDoubt)
            kiosk.Loans.Close(intent); // 5
        return (lent, lent.IsYes
            ? Saying(desk.Answers.Checkout(asked, lent: true, lent.Grant?.DueTime?.ToDateTimeOffset(), desk.Now), ScreenWording.Lent(language))
            : desk.Answers.Checkout(asked, lent: false, null, desk.Now));
    }

    /// <summary>
    /// A checkout that has happened: the kiosk was offline, and the thing is out. It is journalled before it is answered, and never refused.
    /// </summary>
    public async Task<SipMessage> LentOfflineAsync(SipMessage asked, CancellationToken cancellation)
    {
        var at = SipTime.Read(asked.Fixed.AsSpan(2, SipTime.Length), desk.Library.Offset);
        var claim = EdgeDesk.ClaimOf(OfflineIntent.IdOf(asked, at), Earlier(at));
        claim.Lending = kiosk.Edge.InquiryOf(MemberOf(asked), asked[SipTag.Item]);
        kiosk.Deeds.NoteOnce(claim);
        if (library is null || desk.House is null)
            return desk.Answers.Checkout(asked, lent: true, null, desk.Now);
        var booked = await library.AskAsync(SipWriting.Write(desk.House.Booking(asked)), cancellation);
        return IsDone(booked, SipCode.CheckoutAnswer, out var answer) ? AsAsked(answer, asked) : desk.Answers.Checkout(asked, lent: true, null, desk.Now);
    }

    /// <summary>
    /// A checkin that the library system has taken, or that the gateway takes alone. False only where the gateway is alone and knows nothing of
    /// the thing. While the edge cannot be asked it is noted, to be reported if the edge has lent the thing.
    /// </summary>
    public async Task<bool> TakeBackAsync(SipMessage asked, CancellationToken cancellation)
    {
        var item = asked[SipTag.Item];
        var at = SipTime.Read(asked.Fixed.AsSpan(1 + SipTime.Length, SipTime.Length), desk.Library.Offset);
        var offline = asked.Fixed[0] == Yes;
        if (!offline)
        {
            var back = await kiosk.Edge.TakeBackAsync(item, null, Guid.NewGuid(), cancellation);
            if (back.Verdict != EdgeVerdict.OutOfReach)
                return back.IsYes;
        }

        var claim = EdgeDesk.ClaimOf(OfflineIntent.IdOf(asked, at), offline ? Earlier(at) : desk.Now);
        claim.Comeback = new OfflineReturn { ItemRef = item };
        kiosk.Deeds.NoteOnce(claim);
        return true;
    }

    /// <summary>
    /// More time for a loan by the edge; null where the thing is no such loan. Done only when both have it: the library system is asked first, since it
    /// names the date, and without the edge's yes the old date stands for the member, whatever the library system has booked on the house patron.
    /// </summary>
    public async Task<SipMessage?> RenewAsync(SipMessage asked, string language, CancellationToken cancellation)
    {
        var found = await kiosk.Edge.FindAsync(asked[SipTag.Item], cancellation);
        if (found is not { IsYes: true, Grant: { DueTime: { } dueTime } grant })
            return null;
        var (due, no) = (dueTime.ToDateTimeOffset(), ScreenWording.CannotRenew(language));
        if (grant.Overdue)
            return Saying(desk.Answers.Renewal(asked, renewed: false, due, desk.Now), no);
        if (library is null || desk.House is null)
            return await ProlongAsync(asked, grant, due + TimeSpan.FromDays(desk.Library.RenewalDays), null, language, cancellation);
        if (!IsDone(await library.AskAsync(SipWriting.Write(desk.House.Booking(asked)), cancellation), SipCode.RenewAnswer, out var booked))
            return Saying(AsAsked(booked, asked), no);
        // Where the edge gives at least as much already, there is nothing to ask of it.
        var until = SipTime.Read(booked[SipTag.DueDate], desk.Library.Offset) ?? due + TimeSpan.FromDays(desk.Library.RenewalDays);
        return until <= due ? AsAsked(booked, asked) : await ProlongAsync(asked, grant, until, booked, language, cancellation);
    }

    private async Task<SipMessage> ProlongAsync(
        SipMessage asked, Grant grant, DateTimeOffset until, SipMessage? booked, string language, CancellationToken cancellation)
    {
        var prolonged = await kiosk.Edge.ProlongAsync(grant, until, Guid.NewGuid(), cancellation);
        if (!prolonged.IsYes)
            return Saying(desk.Answers.Renewal(asked, renewed: false, grant.DueTime.ToDateTimeOffset(), desk.Now), ScreenWording.WhyNotRenewed(prolonged, language));
        return booked is null ? desk.Answers.Renewal(asked, renewed: true, prolonged.Grant?.DueTime?.ToDateTimeOffset(), desk.Now) : AsAsked(booked, asked);
    }

    public MemberRef MemberOf(SipMessage asked) => desk.Scanned.Read(SipText.Decode(asked[SipTag.Patron], desk.Library.Encoding));

    /// <summary>The answer with a line for the screen.</summary>
    public SipMessage Saying(SipMessage answer, string text) => answer.Adding(SipTag.ScreenMessage, SipText.Encode(text, desk.Library.Encoding));

    private async Task<SipMessage> BookAsync(SipMessage asked, LoanIntent intent, Grant? grant, string language, CancellationToken cancellation)
    {
        var booked = false;
        try
        {
            var reply = await library!.AskAsync(SipWriting.Write(desk.House!.Booking(asked)), cancellation);
            booked = IsDone(reply, SipCode.CheckoutAnswer, out var answer);
            if (booked)
                kiosk.Loans.Close(intent);
            return booked ? Saying(AsAsked(answer, asked), ScreenWording.Lent(language)) : AsAsked(answer, asked);
        }
        finally
        {
            if (!booked)
                await CallOffAsync(intent, grant);
        }
    }

    /// <summary>Runs to its end whoever hung up. What the edge does not answer, and a provisional loan, waits in its note.</summary>
    private async Task CallOffAsync(LoanIntent intent, Grant? grant)
    {
        if (grant is not null && await CallingOff.UndoAsync(kiosk.Edge, grant, CancellationToken.None) is { LeavesDoubt: false })
            kiosk.Loans.Close(intent);
    }

    /// <summary>Whether it is that answer, and says that it was done. An answer that cannot be read becomes a plain no.</summary>
    private static bool IsDone(string reply, string code, out SipMessage answer)
    {
        var read = SipReading.TryRead(reply, out answer) == SipFault.None && answer.Code == code;
        if (!read)
            answer = new SipMessage(code, new string('0', SipLayout.FixedLengthOf(code)!.Value), [], null);
        return read && answer.Fixed[0] == Done;
    }

    /// <summary>The library system's answer about the house patron, as one to the kiosk about whom it asked for.</summary>
    private static SipMessage AsAsked(SipMessage answer, SipMessage asked) =>
        answer.With(SipTag.Patron, asked[SipTag.Patron]) with { Sequence = asked.Sequence };

    /// <summary>A kiosk's clock that runs ahead, or tells nothing, counts as now.</summary>
    private DateTimeOffset Earlier(DateTimeOffset? at) => at is { } own && own <= desk.Now + ClockSlack ? own : desk.Now;
}
