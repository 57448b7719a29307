using EdgeSip2.Edge;
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

    /// <summary>A checkout by somebody whom the edge vouches for, or does not.</summary>
    public async Task<(EdgeAnswer Edge, SipMessage Answer)> LendAsync(SipMessage asked, string language, CancellationToken cancellation)
    {
        var item = asked[SipTag.Item];
        var lent = await kiosk.Edge.LendAsync(MemberOf(asked), item, Guid.NewGuid(), cancellation);
        if (!lent.IsYes)
            return (lent, desk.Answers.Checkout(asked, lent: false, null, desk.Now));
        if (library is null || desk.House is null)
            return (lent, Saying(desk.Answers.Checkout(asked, lent: true, lent.Grant?.DueTime?.ToDateTimeOffset(), desk.Now), ScreenWording.Lent(language)));
        return (lent, await BookAsync(asked, lent.Grant, language, cancellation));
    }

    /// <summary>
    /// A checkout that has happened: the kiosk was offline, and the thing is out. It is journalled before it is answered, and never refused.
    /// </summary>
    public async Task<SipMessage> LentOfflineAsync(SipMessage asked, CancellationToken cancellation)
    {
        var at = SipTime.Read(asked.Fixed.AsSpan(2, SipTime.Length), desk.Library.Offset) ?? desk.Now;
        var claim = EdgeDesk.ClaimOf(OfflineIntent.IdOf(asked), Earlier(at));
        claim.Lending = kiosk.Edge.InquiryOf(MemberOf(asked), asked[SipTag.Item]);
        NoteOnce(claim);
        if (library is null || desk.House is null)
            return desk.Answers.Checkout(asked, lent: true, null, desk.Now);
        var booked = await library.AskAsync(SipWriting.Write(desk.House.Booking(asked)), cancellation);
        return IsDone(booked, SipCode.CheckoutAnswer, out var answer) ? AsAsked(answer, asked) : desk.Answers.Checkout(asked, lent: true, null, desk.Now);
    }

    /// <summary>
    /// A checkin that the library system has taken, or that the gateway takes alone. False only where the gateway is alone and knows nothing of
    /// the thing.
    /// </summary>
    public async Task<bool> TakeBackAsync(SipMessage asked, CancellationToken cancellation)
    {
        var item = asked[SipTag.Item];
        var at = SipTime.Read(asked.Fixed.AsSpan(1 + SipTime.Length, SipTime.Length), desk.Library.Offset) ?? desk.Now;
        var offline = asked.Fixed[0] == Yes;
        if (!offline)
        {
            var back = await kiosk.Edge.TakeBackAsync(item, null, Guid.NewGuid(), cancellation);
            if (back.Verdict != EdgeVerdict.OutOfReach)
                return back.IsYes;
        }

        NoteBack(item, offline ? Earlier(at) : desk.Now, OfflineIntent.IdOf(asked));
        return true;
    }

    /// <summary>Whatever came of it in the ledger, the thing is here: noted, to be reported when the edge can be reached.</summary>
    private void NoteBack(string item, DateTimeOffset at, Guid requestId)
    {
        var claim = EdgeDesk.ClaimOf(requestId, at);
        claim.Comeback = new OfflineReturn { ItemRef = item };
        NoteOnce(claim);
    }

    /// <summary>A kiosk that got no answer sends the same again: that is one intent.</summary>
    private void NoteOnce(ReportOfflineClaimsRequest claim)
    {
        if (!kiosk.Journal.Pending().Any(noted => noted.RequestId == claim.RequestId))
            kiosk.Journal.Note(claim);
    }

    /// <summary>More time for a loan by the edge; null where the thing is no such loan.</summary>
    public async Task<SipMessage?> RenewAsync(SipMessage asked, string language, CancellationToken cancellation)
    {
        var found = await kiosk.Edge.FindAsync(asked[SipTag.Item], cancellation);
        if (found is not { IsYes: true, Grant: { DueTime: { } due } grant })
            return null;
        var until = due.ToDateTimeOffset() + TimeSpan.FromDays(desk.Library.RenewalDays);
        SipMessage? booked = null;
        if (library is not null && desk.House is not null)
        {
            if (!IsDone(await library.AskAsync(SipWriting.Write(desk.House.Booking(asked)), cancellation), SipCode.RenewAnswer, out booked))
                return Saying(AsAsked(booked, asked), ScreenWording.CannotRenew(language));
            until = SipTime.Read(booked[SipTag.DueDate], desk.Library.Offset) ?? until;
        }

        var prolonged = await kiosk.Edge.ProlongAsync(grant, until, Guid.NewGuid(), cancellation);
        if (booked is not null)
            return AsAsked(booked, asked);
        var answer = desk.Answers.Renewal(asked, prolonged.IsYes, prolonged.Grant?.DueTime?.ToDateTimeOffset(), desk.Now);
        return prolonged.IsYes ? answer : Saying(answer, ScreenWording.CannotRenew(language));
    }

    public MemberRef MemberOf(SipMessage asked) => desk.Scanned.Read(SipText.Decode(asked[SipTag.Patron], desk.Library.Encoding));

    /// <summary>The answer with a line for the screen.</summary>
    public SipMessage Saying(SipMessage answer, string text) => answer.Adding(SipTag.ScreenMessage, SipText.Encode(text, desk.Library.Encoding));

    private async Task<SipMessage> BookAsync(SipMessage asked, Grant? grant, string language, CancellationToken cancellation)
    {
        var booked = false;
        try
        {
            var reply = await library!.AskAsync(SipWriting.Write(desk.House!.Booking(asked)), cancellation);
            booked = IsDone(reply, SipCode.CheckoutAnswer, out var answer);
            return booked ? Saying(AsAsked(answer, asked), ScreenWording.Lent(language)) : AsAsked(answer, asked);
        }
        finally
        {
            if (!booked)
                await CallOffAsync(asked[SipTag.Item], grant);
        }
    }

    /// <summary>Runs to its end whoever hung up. What cannot be called off, since nobody answers or it was provisional, is returned by the journal.</summary>
    private async Task CallOffAsync(string item, Grant? grant)
    {
        var calledOff = grant is null ? null : await kiosk.Edge.CallOffAsync(grant, CancellationToken.None);
        if (calledOff is not { IsYes: true })
            NoteBack(item, desk.Now, Guid.NewGuid());
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

    /// <summary>A kiosk's clock that runs ahead counts as now.</summary>
    private DateTimeOffset Earlier(DateTimeOffset at) => at > desk.Now + ClockSlack ? desk.Now : at;
}
