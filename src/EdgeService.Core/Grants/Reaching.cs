namespace EdgeService.Core.Grants;

/// <summary>What all commands on a grant ask first: is it there and theirs, and is the time they claim believable.</summary>
internal static class Reaching
{
    /// <summary>Clock slack granted to a journal's own time.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(30);

    public static Grant? Grant(RecordDraft draft, OnGrant command, out GrantOutcome refusal)
    {
        refusal = new GrantOutcome(GrantResult.NoSuchGrant);
        var grant = draft.Record.Find(command.Number);
        return command.PartnerId is null || grant?.Terms.PartnerId == command.PartnerId ? grant : null;
    }

    /// <summary>The journal's own time, drawn between the start and now; null when it is off by more than the slack.</summary>
    public static DateTimeOffset? OwnTime(DateTimeOffset? own, DateTimeOffset start, DateTimeOffset now)
    {
        if (own is not { } time)
        {
            return now > start ? now : start;
        }

        if (time < start - Slack || time > now + Slack)
        {
            return null;
        }

        time = Milliseconds.Floor(time);
        time = time > now ? now : time;
        return time < start ? start : time;
    }
}
