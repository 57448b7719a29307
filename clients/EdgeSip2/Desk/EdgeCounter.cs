using EdgeSip2.Edge;
using EdgeSip2.Protocol;

namespace EdgeSip2.Desk;

/// <summary>Answers a kiosk by the edge alone: for those who show their app, and for everybody where no library system stands behind.</summary>
internal sealed class EdgeCounter(DeskSettings desk, Kiosk kiosk, EdgeLending lending)
{
    private const char Yes = 'Y';

    /// <summary>Null where SIP2 has no answer to such a message.</summary>
    public Task<SipMessage?> ServeAsync(SipMessage asked, string language, CancellationToken cancellation) => asked.Code switch
    {
        SipCode.KioskStatus => StatusAsync(asked, cancellation),
        SipCode.PatronStatus or SipCode.PatronInformation or SipCode.PatronEnable => PatronAsync(asked, language, cancellation),
        SipCode.Checkout => CheckoutAsync(asked, language, cancellation),
        SipCode.Checkin => CheckinAsync(asked, cancellation),
        SipCode.Renew => RenewAsync(asked, language, cancellation),
        SipCode.ItemInformation => ItemAsync(asked, cancellation),
        SipCode.EndSession => Task.FromResult<SipMessage?>(desk.Answers.EndSession(asked, desk.Now)),
        _ => Task.FromResult(desk.Answers.NotDone(asked, desk.Now)),
    };

    /// <summary>The answer with what the screen shows when the edge says no.</summary>
    public SipMessage Explaining(SipMessage answer, EdgeAnswer edge, string language) =>
        ScreenWording.WhyNot(edge, language).Aggregate(answer, lending.Saying);

    private async Task<SipMessage?> StatusAsync(SipMessage asked, CancellationToken cancellation)
    {
        var found = await kiosk.Edge.FindAsync("0", cancellation);
        return desk.Answers.LibraryStatus(asked, SipText.Encode(desk.Library.Name, desk.Library.Encoding), found.Verdict != EdgeVerdict.OutOfReach, desk.Now);
    }

    private async Task<SipMessage?> PatronAsync(SipMessage asked, string language, CancellationToken cancellation)
    {
        var answer = await kiosk.Edge.AskAsync(lending.MemberOf(asked), cancellation);
        var may = answer.IsYes;
        var reply = asked.Code switch
        {
            SipCode.PatronStatus => desk.Answers.PatronStatus(asked, may, desk.Now),
            SipCode.PatronInformation => desk.Answers.PatronInformation(asked, may, desk.Now),
            _ => desk.Answers.PatronEnable(asked, may, desk.Now),
        };
        return may ? lending.Saying(reply, ScreenWording.MayBorrow(language)) : Explaining(reply, answer, language);
    }

    private async Task<SipMessage?> CheckoutAsync(SipMessage asked, string language, CancellationToken cancellation)
    {
        if (asked.Fixed[1] == Yes)
            return await lending.LentOfflineAsync(asked, cancellation);
        var (edge, answer) = await lending.LendAsync(asked, language, cancellation);
        return edge.IsYes ? answer : Explaining(answer, edge, language);
    }

    private async Task<SipMessage?> CheckinAsync(SipMessage asked, CancellationToken cancellation) =>
        desk.Answers.Checkin(asked, await lending.TakeBackAsync(asked, cancellation), desk.Now);

    private async Task<SipMessage?> RenewAsync(SipMessage asked, string language, CancellationToken cancellation) =>
        await lending.RenewAsync(asked, language, cancellation)
        ?? lending.Saying(desk.Answers.Renewal(asked, renewed: false, null, desk.Now), ScreenWording.CannotRenew(language));

    private async Task<SipMessage?> ItemAsync(SipMessage asked, CancellationToken cancellation)
    {
        var found = await kiosk.Edge.FindAsync(asked[SipTag.Item], cancellation);
        return desk.Answers.ItemInformation(asked, found.IsYes ? found.Grant?.DueTime?.ToDateTimeOffset() ?? desk.Now : null, desk.Now);
    }
}
