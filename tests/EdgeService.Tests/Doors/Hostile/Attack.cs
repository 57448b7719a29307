namespace EdgeService.Tests.Doors.Hostile;

/// <summary>An attack under way.</summary>
/// <param name="Target">At whom, and as whom.</param>
/// <param name="Tally">What becomes of it.</param>
/// <param name="Stop">When it ends.</param>
public sealed record AttackRun(AttackTarget Target, AttackTally Tally, CancellationToken Stop)
{
    /// <summary>How many connections an idle crowd tries to hold.</summary>
    public int Crowd { get; init; } = 10_000;
}

/// <summary>One way of attacking an edge's door.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Certified">Whether it is made with a terminal's certificate, or without any.</param>
/// <param name="RunAsync">Attacks until it is stopped.</param>
public sealed record Attack(string Name, bool Certified, Func<AttackRun, Task> RunAsync)
{
    /// <summary>Every attack, each in the worst shape that its kind has.</summary>
    public static IReadOnlyList<Attack> All { get; } =
    [
        new("rapid-reset", true, FrameFloods.RapidResetAsync),
        new("made-you-reset", true, MadeResets.RunAsync),
        new("continuation-flood", true, FrameFloods.ContinuationsAsync),
        new("ping-flood", true, FrameFloods.PingsAsync),
        new("settings-flood", true, FrameFloods.SettingsAsync),
        new("giant-headers", true, HeaderFloods.GiantAsync),
        new("hpack-bomb", true, HeaderFloods.BombAsync),
        new("slow-headers", true, SlowBodies.HeadersAsync),
        new("slow-bodies", true, SlowBodies.DataAsync),
        new("zero-window", true, SlowBodies.ZeroWindowAsync),
        new("call-flood", true, FrameFloods.CallsAsync),
        new("idle-certified", true, Crowds.IdleAsync),
        new("handshakes-certified", true, Crowds.HandshakesAsync),
        new("idle-unproven", false, Crowds.UnprovenAsync),
        new("handshakes", false, Crowds.HandshakesAsync),
    ];

    public static Attack Named(string name) => All.Single(attack => attack.Name == name);

    /// <summary>Several connections at once, each opened anew when the server has ended it.</summary>
    public static Task AgainAsync(int connections, AttackRun run, Func<Task> one) => Task.WhenAll(Enumerable.Range(0, connections).Select(async _ =>
    {
        await Task.Yield();
        while (!run.Stop.IsCancellationRequested)
        {
            try
            {
                await one();
            }
            catch (Exception ended) when (HostileConnection.IsEnd(ended))
            {
                // The server has ended it, or it is time to stop: both are looked at above.
            }
        }
    }));
}
