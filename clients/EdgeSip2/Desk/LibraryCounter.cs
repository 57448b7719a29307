using EdgeSip2.Edge;
using EdgeSip2.Protocol;

namespace EdgeSip2.Desk;

/// <summary>
/// Stands before a library system. Its yes passes unchanged, byte for byte, whatever the edge says or whether it is there. Its no to a person
/// whom it does not know, or to whom it denies lending without giving a reason, is taken to the edge; its no to a thing, or to somebody with
/// fines or losses, stays a no.
/// </summary>
internal sealed class LibraryCounter(DeskSettings desk, Kiosk? kiosk, ILibrary library)
{
    private const char Done = '1';
    private const char Yes = 'Y';
    private readonly EdgeLending? _lending = kiosk is null ? null : new EdgeLending(desk, kiosk, library);
    private string _strangerId = "";
    private bool _isStranger;

    public async Task<string?> ServeAsync(SipMessage asked, string line, string language, CancellationToken cancellation)
    {
        if (kiosk is null || _lending is null)
            return await library.AskAsync(line, cancellation);
        var counter = new EdgeCounter(desk, kiosk, _lending);
        if (ScannedMember.IsAppCode(asked[SipTag.Patron]))
            return await counter.ServeAsync(asked, language, cancellation) is { } own ? SipWriting.Write(own) : null;
        var reply = await library.AskAsync(line, cancellation);
        return SipReading.TryRead(reply, out var answer) != SipFault.None ? reply : asked.Code switch
        {
            SipCode.PatronStatus or SipCode.PatronInformation => await PatronAsync(asked, reply, answer, counter, language, cancellation),
            SipCode.Checkout when answer.Fixed[0] != Done => await CheckoutAsync(asked, reply, counter, language, cancellation),
            SipCode.Checkin when answer.Fixed[0] == Done => await CheckinAsync(asked, reply, answer, cancellation),
            SipCode.Renew when answer.Fixed[0] != Done => await RenewAsync(asked, reply, language, cancellation),
            _ => reply,
        };
    }

    private async Task<string> PatronAsync(
        SipMessage asked, string reply, SipMessage answer, EdgeCounter counter, string language, CancellationToken cancellation)
    {
        Remember(asked[SipTag.Patron], answer);
        if (!_isStranger)
            return reply;
        var edge = await kiosk!.Edge.AskAsync(_lending!.MemberOf(asked), cancellation);
        return edge.IsYes ? SipWriting.Write(_lending.Saying(Vouched(answer), ScreenWording.MayBorrow(language))) : NoOf(reply, answer, edge, counter, language);
    }

    private async Task<string> CheckoutAsync(SipMessage asked, string reply, EdgeCounter counter, string language, CancellationToken cancellation)
    {
        if (!await IsStrangerAsync(asked, cancellation))
            return reply;
        if (asked.Fixed[1] == Yes)
            return SipWriting.Write(await _lending!.LentOfflineAsync(asked, cancellation));
        var (edge, answer) = await _lending!.LendAsync(asked, language, cancellation);
        return edge.IsYes ? SipWriting.Write(answer) : NoOf(reply, Read(reply), edge, counter, language);
    }

    /// <summary>
    /// The thing is back, and where it was lent by the edge that loan ends. The library system often names who had it: then only the house
    /// patron's things are asked for, and the house patron's name goes no further.
    /// </summary>
    private async Task<string> CheckinAsync(SipMessage asked, string reply, SipMessage answer, CancellationToken cancellation)
    {
        var had = answer[SipTag.Patron];
        if (had.Length == 0 || had == desk.House!.Id)
            await _lending!.TakeBackAsync(asked, cancellation);
        return had.Length > 0 && had == desk.House!.Id ? SipWriting.Write(answer.With(SipTag.Patron, "")) : reply;
    }

    private async Task<string> RenewAsync(SipMessage asked, string reply, string language, CancellationToken cancellation) =>
        await IsStrangerAsync(asked, cancellation) && await _lending!.RenewAsync(asked, language, cancellation) is { } renewed
            ? SipWriting.Write(renewed)
            : reply;

    /// <summary>Whether the library system denies this person, without a reason. It is asked once for each person who comes.</summary>
    private async Task<bool> IsStrangerAsync(SipMessage asked, CancellationToken cancellation)
    {
        if (_strangerId == asked[SipTag.Patron])
            return _isStranger;
        var question = new SipMessage(
            SipCode.PatronStatus, "000" + desk.Answers.Time(desk.Now),
            [.. asked.Fields.Where(field => field.Tag is SipTag.Institution or SipTag.Patron or SipTag.TerminalPassword or SipTag.PatronPassword)],
            asked.Sequence is { } digit ? (char)('0' + ((digit - '0' + 3) % 10)) : null);
        if (SipReading.TryRead(await library.AskAsync(SipWriting.Write(question), cancellation), out var answer) != SipFault.None)
            return false;
        Remember(asked[SipTag.Patron], answer);
        return _isStranger;
    }

    private void Remember(string patron, SipMessage answer)
    {
        if (answer.Code is not (SipCode.PatronStatusAnswer or SipCode.PatronInformationAnswer))
            return;
        _strangerId = patron;
        _isStranger = PatronFlags.AreDeniedWithoutReason(answer.Fixed)
            && (answer[SipTag.ValidPatron] == "N" || PatronFlags.DenyLending(answer.Fixed));
    }

    /// <summary>The library system's answer, with the right to borrow added to it.</summary>
    private static SipMessage Vouched(SipMessage answer) => answer
        .WithFixed(0, PatronFlags.WithLending(answer.Fixed[..PatronFlags.Length]))
        .With(SipTag.ValidPatron, "Y");

    /// <summary>Two noes stay the library's own, word for word, unless the edge has a reason that helps.</summary>
    private static string NoOf(string reply, SipMessage answer, EdgeAnswer edge, EdgeCounter counter, string language)
    {
        var helps = edge.ItemTaken || edge.Decision is { Outcome: Perks.Edge.V1.Outcome.ReferToDesk }
            or { RefusalCode: Perks.Edge.V1.RefusalCode.LimitHere or Perks.Edge.V1.RefusalCode.Closed };
        return helps ? SipWriting.Write(counter.Explaining(answer, edge, language)) : reply;
    }

    private static SipMessage Read(string reply)
    {
        SipReading.TryRead(reply, out var answer);
        return answer;
    }
}
