using System.Security.Cryptography.X509Certificates;
using EdgeService.Flow;
using EdgeService.Identity;
using EdgeService.Terminals;
using Perks.Admin.V1;

namespace EdgeService.Operators;

/// <summary>From operators' requests about terminals to what the flow is asked.</summary>
internal static class TerminalReading
{
    private const int MaxIdCharacters = 32;

    /// <summary>The terminal named; what is returned means nothing when something is wrong.</summary>
    public static Caller Terminal(string name, ref FieldFaults faults)
    {
        var terminal = CallerUrn.ReadTerminal(name);
        faults.Require(terminal is not null, "", "terminal", "required: a terminal as partner:venue:terminal");
        return terminal!;
    }

    public static PublicKey SigningKey(string request, ref FieldFaults faults)
    {
        var key = SigningRequest.ReadKey(request, out var fault);
        faults.Require(key is not null, "", "certificate_signing_request", fault);
        return key!;
    }

    public static string Serial(string written, ref FieldFaults faults)
    {
        var serial = SerialNumber.Read(written);
        faults.Require(serial is not null, "", "serial", "required: a serial number in at most 40 hexadecimal digits");
        return serial ?? "";
    }

    public static TerminalSearch Search(ListTerminalsRequest request, ref FieldFaults faults)
    {
        foreach (var (field, value) in new[] { ("partner_id", request.PartnerId), ("venue_id", request.VenueId) })
            faults.Require(value.Length <= MaxIdCharacters && !value.Contains(':', StringComparison.Ordinal), "", field, "must be an id of at most 32 characters");
        faults.Require(request.VenueId.Length == 0 || request.PartnerId.Length > 0, "", "partner_id", "required with venue_id: a venue is of a partner");
        foreach (var state in request.States)
            faults.Require(Enum.IsDefined((ShownState)state), "", "states", "must be states of the contract");
        return new TerminalSearch(request.PartnerId, request.VenueId, [.. request.States.Select(state => (ShownState)state)]);
    }
}
