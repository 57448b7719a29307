using EdgeSip2.Protocol;

namespace EdgeSip2.Desk;

/// <summary>The library system behind the gateway, on one kiosk's own connection.</summary>
internal interface ILibrary
{
    /// <summary>Passes a line on as it is and brings the answer as it is.</summary>
    /// <exception cref="LibraryGoneException">It cannot be reached, or did not answer in time.</exception>
    Task<string> AskAsync(string line, CancellationToken cancellation);
}

/// <summary>The library system is out of reach. The kiosk's connection is closed then, so that it goes by its own offline rules.</summary>
internal sealed class LibraryGoneException(string message, Exception? inner = null) : IOException(message, inner);

/// <summary>The patron of the library system on whom loans by the edge are booked.</summary>
internal sealed record HousePatron(string Id, string? Pin)
{
    /// <summary>
    /// The kiosk's message as that patron's. It gets a sequence digit that the kiosk's neighbouring messages do not have, so that the library
    /// system does not take it for one of them sent again.
    /// </summary>
    public SipMessage Booking(SipMessage asked)
    {
        var booking = asked.With(SipTag.Patron, Id) with { Sequence = asked.Sequence is { } digit ? (char)('0' + ((digit - '0' + 5) % 10)) : null };
        return Pin is null ? booking with { Fields = [.. booking.Fields.Where(field => field.Tag != SipTag.PatronPassword)] } : booking.With(SipTag.PatronPassword, Pin);
    }
}
