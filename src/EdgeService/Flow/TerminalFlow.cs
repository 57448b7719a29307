using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using EdgeService.Catalog;
using EdgeService.Core.Registration;
using EdgeService.Faults;
using EdgeService.Identity;
using EdgeService.Ledger;
using EdgeService.Signing;

namespace EdgeService.Flow;

/// <summary>What is done to a terminal's entry in the register: decided in its transaction, and in force here as soon as it is kept.</summary>
public sealed class TerminalFlow(
    ITerminalRegister register, Remembering remembering, CurrentCatalog catalog, Standings standings, TerminalIssuing issuing, Seals seals, TimeProvider clock)
{
    private static readonly EdgeFault Final = new(
        FaultReason.TerminalRevoked, "The terminal is revoked, which is final. Enrol the device under another name of the catalog.");

    private static readonly EdgeFault NotGood = new(
        FaultReason.IdentityRevoked, "The certificate that was called with is not good any more. Ask the operator to enrol the terminal again.");

    private static readonly EdgeFault NoCertificate = new(
        FaultReason.IdentityMissing, "There is no certificate to renew at this door. Call at the TLS door with the one that is to be renewed.");

    internal static readonly EdgeFault Unknown = new(
        FaultReason.TerminalUnknown, "Neither the catalog nor the register has a terminal of that name. Write it as partner:venue:terminal, or put it into the catalog.");

    /// <summary>Issues a certificate to a terminal of the catalog.</summary>
    /// <param name="caller">The operator.</param>
    /// <param name="terminal">The terminal.</param>
    /// <param name="key">Its key.</param>
    /// <param name="requestId">The operator's id of this intent.</param>
    /// <param name="render">Writes the reply.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<byte[]> EnrolAsync(
        Caller caller, Caller terminal, PublicKey key, Guid requestId, Func<IssuedCertificate, TerminalView, byte[]> render, CancellationToken cancellation)
    {
        var request = RequestOf(caller, "EnrolTerminal", requestId, new RequestBody().Add(terminal.Urn).Add(SigningRequest.DigestOf(key)));
        if (await remembering.RecallAsync(request, cancellation) is { } first)
            return first;
        if (catalog.Catalog.FindTerminal(terminal.Urn) is null)
            throw new EdgeFaultException(Unknown);
        var now = clock.GetUtcNow();
        var issued = issuing.Issue(terminal, key, now);
        var command = new EnrolTerminal(caller.Urn, issued.Entry, issuing.Overlap);
        return await ChangeAsync(terminal.Urn, request, command, now, step => render(issued, ViewOf(terminal.Urn, step.Next, null, now)), cancellation);
    }

    /// <summary>Issues a new certificate to the terminal that calls.</summary>
    /// <param name="caller">The terminal.</param>
    /// <param name="shown">The certificate that it calls with.</param>
    /// <param name="key">Its new key.</param>
    /// <param name="requestId">The terminal's id of this intent.</param>
    /// <param name="render">Writes the reply: the new certificate, and until when the old one is good.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<byte[]> RenewAsync(
        Caller caller, CertificateHolder? shown, PublicKey key, Guid requestId, Func<IssuedCertificate, DateTimeOffset, byte[]> render, CancellationToken cancellation)
    {
        if (shown is null)
            throw new EdgeFaultException(NoCertificate);
        var digest = SigningRequest.DigestOf(key);
        var request = RequestOf(caller, "RenewCertificate", requestId, new RequestBody().Add(digest));
        if (await remembering.RecallAsync(request, cancellation) is { } first)
            return first;
        if (digest == shown.KeyDigest)
            throw new EdgeFaultException(EdgeFault.Invalid("certificate_signing_request", "must be for a new key, not that of the certificate it renews"));
        _ = Places.TerminalOf(caller, catalog.Catalog);
        var now = clock.GetUtcNow();
        var issued = issuing.Issue(caller, key, now);
        var over = new RegisteredCertificate(shown.Serial, shown.Digest, shown.ValidFrom, shown.ValidUntil);
        var command = new RenewCertificate(caller.Urn, issued.Entry, over, issuing.Overlap, issuing.MustBeRegistered);
        return await ChangeAsync(caller.Urn, request, command, now, step => render(issued, step.Next.Find(shown.Serial)!.GoodUntil), cancellation);
    }

    /// <summary>Does what needs nothing but a name and a reason, to a terminal that the catalog or the register has.</summary>
    /// <param name="method">The method's name.</param>
    /// <param name="terminal">The terminal.</param>
    /// <param name="command">What is to be done.</param>
    /// <param name="body">What tells this request from others.</param>
    /// <param name="requestId">The operator's id of this intent.</param>
    /// <param name="caller">The operator.</param>
    /// <param name="render">Writes the reply.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<byte[]> RunAsync(
        string method, Caller caller, Caller terminal, RegisterCommand command, RequestBody body, Guid requestId, Func<TerminalView, byte[]> render, CancellationToken cancellation)
    {
        var request = RequestOf(caller, method, requestId, body.Add(terminal.Urn));
        var sheet = await remembering.AskAsync("read-terminal", () => register.ReadAsync(terminal.Urn, cancellation));
        if (sheet is null && catalog.Catalog.FindTerminal(terminal.Urn) is null)
            throw new EdgeFaultException(Unknown);
        var now = clock.GetUtcNow();
        return await ChangeAsync(terminal.Urn, request, command, now, step => render(ViewOf(terminal.Urn, step.Next, sheet?.LastSeen, now)), cancellation);
    }

    private async Task<byte[]> ChangeAsync(
        string urn, LedgerRequest request, RegisterCommand command, DateTimeOffset now, Func<RegisterStep, byte[]> render, CancellationToken cancellation)
    {
        RegisterStep? kept = null;
        var call = new RegisterCall
        {
            Terminal = urn,
            Request = request,
            Now = now,
            Decide = before =>
            {
                kept = Registering.Apply(before, command, now);
                return kept.Result switch
                {
                    RegisterResult.Final => throw new EdgeFaultException(Final),
                    RegisterResult.NotGood => throw new EdgeFaultException(NotGood),
                    RegisterResult.TooMany => throw new EdgeFaultException(TooMany(kept.Earliest, now)),
                    _ => new RegisterVerdict(kept, render(kept)),
                };
            },
        };
        var answer = await remembering.AskAsync(request.Method, () => register.ChangeAsync(call, cancellation));
        // What was decided on the way to the first answer of a repeated request, or to none, was not kept.
        if (answer is LedgerAnswer.Kept { Repeated: false } && kept is not null)
            standings.Put(kept.Next);
        return Remembering.KeptBy(answer);
    }

    private static EdgeFault TooMany(DateTimeOffset earliest, DateTimeOffset now)
    {
        var from = earliest.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
        return new(FaultReason.CallerLimit, $"The terminal was given {Registering.MostADay} certificates within a day. Go on with the latest of them; it may renew from {from} on.")
        {
            RetryAfter = earliest - now,
        };
    }

    private TerminalView ViewOf(string urn, RegisteredTerminal entry, DateTimeOffset? lastSeen, DateTimeOffset now) =>
        TerminalView.Of(urn, entry, lastSeen, catalog.Catalog, now);

    private LedgerRequest RequestOf(Caller caller, string method, Guid requestId, RequestBody body) =>
        new(caller.Urn, method, requestId, seals.DigestOf(method, body.ToArray()));
}
