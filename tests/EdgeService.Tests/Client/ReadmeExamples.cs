using EdgeService.Client;
using Perks.Edge.V1;

namespace EdgeService.Tests.Client;

/// <summary>The examples of the client library's README, compiled and run by <see cref="ReadmeExampleTests"/>. Each lies between its mark and the end mark.</summary>
internal static class ReadmeExamples
{
    public static TerminalSession Open(string pki, Uri first, Uri second, string folder)
    {
        // example: open
        var session = TerminalSession.Open(new TerminalSessionOptions
        {
            Connection = new EdgeConnection
            {
                Address = first,
                Others = [second],
                AuthorityPemPath = Path.Combine(pki, "ca.pem"),
                ClientPemPath = Path.Combine(pki, "lounge-gate.pem"),
                ClientKeyPath = Path.Combine(pki, "lounge-gate.key"),
            },
            Folder = folder,
        });
        // end
        return session;
    }

    public static async Task GateAsync(TerminalSession session, IAsyncEnumerable<string> scanner, Action openGate, Action<string> show)
    {
        // example: gate
        session.ConditionChanged += (_, condition) => show(condition.TextIn("en"));
        session.ClaimsAnswered += (_, answered) =>
        {
            foreach (var late in answered.Results.Where(result => result.Outcome == ClaimOutcome.LateConflict))
                show($"Conflict {late.ConflictId}: a person decides.");
        };
        await foreach (var scanned in scanner)
        {
            var admission = await session.AdmitAsync(scanned);
            if (admission.MayOpen)
                openGate();
            show(admission.TextIn("en"));
        }
        // end
    }

    public static async Task<bool> DockAsync(TerminalSession session, string appCode, string bike, Func<bool> unlock)
    {
        // example: dock
        var inquiry = new Inquiry
        {
            MemberRef = new MemberRef { Kind = MemberRefKind.AppCode, Value = appCode },
            PerkId = "bike.deposit-free",
            ItemRefs = { bike },
        };
        var lent = await session.LendAsync(inquiry);
        if (!lent.MayOpen)
            return false;
        var unlocked = unlock();
        if (lent.Grant is { } grant)
            _ = unlocked ? await session.Terminal.ConfirmAsync(grant.GrantId) : await session.Terminal.CancelAsync(grant.GrantId, "lock jammed");
        return unlocked;
        // end
    }

    public static async Task AloneAsync(OfflineVerifier verifier, string token, Action openGate)
    {
        // example: alone
        var finding = verifier.Accept(token);
        if (finding.MayOpen)
            openGate();
        else
            Console.WriteLine($"{finding.Refusal}: {finding.Verdict}, do next: {finding.Remedy}");
        // end
        await Task.CompletedTask;
    }
}
