using EdgeSip2.Protocol;

namespace EdgeSip2.Desk;

/// <summary>
/// One kiosk's connection, message by message: 1. the same message sent again gets the same answer, 2. a damaged one is asked for again, 3. the login
/// says which terminal it is, 4. the library system or the edge answers.
/// </summary>
internal sealed class Conversation(DeskSettings desk, Kiosks kiosks, ILibrary? library)
{
    private const char Known = '1';
    private string _lastAsked = "";
    private string? _lastAnswer;
    private Kiosk? _kiosk = kiosks.Nameless;
    private LibraryCounter? _counter;
    private string _language = desk.Library.Language;

    /// <summary>The line to answer with; null where there is nothing to say.</summary>
    /// <exception cref="LibraryGoneException">The library system cannot be reached: hang up.</exception>
    public async Task<string?> AnswerAsync(string line, CancellationToken cancellation)
    {
        var fault = SipReading.TryRead(line, out var asked);
        if (fault == SipFault.Damaged)
            return SipCode.AskKioskAgain;
        if (asked.Code == SipCode.AskUsAgain || (line == _lastAsked && asked.Sequence is not null)) // 1
            return _lastAnswer;
        var answer = fault == SipFault.None ? await ServeAsync(asked, line, cancellation) : await UnreadableAsync(line, cancellation); // 2
        (_lastAsked, _lastAnswer) = (line, answer);
        return answer;
    }

    /// <summary>A message that SIP2 does not have may still mean something to the library system. Alone, the gateway asks for it again.</summary>
    private async Task<string> UnreadableAsync(string line, CancellationToken cancellation) =>
        library is null ? SipCode.AskKioskAgain : await library.AskAsync(line, cancellation);

    private async Task<string?> ServeAsync(SipMessage asked, string line, CancellationToken cancellation)
    {
        if (asked.Code is SipCode.PatronStatus or SipCode.PatronInformation)
            _language = ScreenWording.LanguageOf(asked.Fixed[..3], desk.Library.Language);
        if (asked.Code == SipCode.Login)
            return await LoginAsync(asked, line, cancellation); // 3
        if (library is not null) // 4
            return await (_counter ??= new LibraryCounter(desk, _kiosk, library)).ServeAsync(asked, line, _language, cancellation);
        if (_kiosk is not { } kiosk)
            return Line(desk.Answers.NotDone(asked, desk.Now));
        return Line(await new EdgeCounter(desk, kiosk, new EdgeLending(desk, kiosk, null)).ServeAsync(asked, _language, cancellation));
    }

    /// <summary>Behind a library system that one judges the login, and the gateway only learns who it is. Alone, the gateway judges it.</summary>
    private async Task<string> LoginAsync(SipMessage asked, string line, CancellationToken cancellation)
    {
        if (library is null)
        {
            var kiosk = kiosks.Admit(asked[SipTag.LoginUser], asked[SipTag.LoginPassword]);
            _kiosk = kiosk ?? kiosks.Nameless;
            return SipWriting.Write(SipAnswers.Login(asked, kiosk is not null));
        }

        var reply = await library.AskAsync(line, cancellation);
        if (SipReading.TryRead(reply, out var answer) == SipFault.None && answer.Code == SipCode.LoginAnswer && answer.Fixed[0] == Known)
            (_kiosk, _counter) = (kiosks.Named(asked[SipTag.LoginUser]) ?? kiosks.Nameless, null);
        return reply;
    }

    private static string? Line(SipMessage? answer) => answer is null ? null : SipWriting.Write(answer);
}
