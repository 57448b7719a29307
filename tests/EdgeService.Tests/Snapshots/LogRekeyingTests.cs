using EdgeService.Building.Files;
using EdgeService.Core.Changes;
using EdgeService.Core.Members;
using EdgeService.Core.Snapshots;
using EdgeService.Snapshots;
using EdgeService.Snapshots.Changes;
using EdgeService.Tests.Hosting;

namespace EdgeService.Tests.Snapshots;

/// <summary>An edge's logs of changes after a re-keying: what members did is brought along, what operators changed must be in the snapshot.</summary>
public sealed class LogRekeyingTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private static readonly MemberTag Old = new(new(1), 11);
    private static readonly MemberTag New = new(new(2), 22);
    private readonly TemporaryFolder _folder = new();

    private SnapshotOptions Options => new() { Folder = _folder.At("snapshots"), ChangesFolder = _folder.At("changes") };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_members_did_is_under_the_new_tags_also_after_a_start_and_counted_on()
    {
        using (var log = Opened(check: 1))
        {
            log.Acts.Append([Withdrawn(7, Old)]);
            LogRekeying.Run(log, Options, new(2, () => new Dictionary<MemberKey, MemberTag> { [Old.Key] = New, [New.Key] = New }));
            Expect(log);
        }

        using var again = ChangeLog.Open(Options.ChangesFolder);
        LogRekeying.Run(again, Options, new(2, () => throw new InvalidOperationException("asked for nothing")));
        Expect(again);

        static void Expect(ChangeLog log)
        {
            Assert.Empty(log.Acts.Of(Old));
            Assert.Equal([Withdrawn(7, New)], log.Acts.Of(New));
            Assert.Equal(7, log.Acts.Through);
        }
    }

    [Fact]
    public void Act_of_a_member_who_is_not_known_comes_anew_from_the_ledger()
    {
        using var log = Opened(check: 1);
        log.Acts.Append([Withdrawn(7, Old), Withdrawn(8, new(new(99), 9))]);
        LogRekeying.Run(log, Options, new(2, () => new Dictionary<MemberKey, MemberTag> { [Old.Key] = New }));
        Assert.Equal([New], log.Acts.Members);
        Assert.Equal(0, log.Acts.Through);
    }

    [Fact]
    public void Changes_that_no_snapshot_under_the_new_secret_holds_refuse_it_and_are_left_alone()
    {
        using var log = Opened(check: 1);
        log.Append([new StandingChange(1, Old, Noon, new SetCourtListing(true))], null);
        var refused = Assert.Throws<InvalidDataException>(() => LogRekeying.Run(log, Options, new(2, () => new Dictionary<MemberKey, MemberTag>())));
        Assert.Contains("--changes-through 1", refused.Message, StringComparison.Ordinal);
        Assert.True(SecretStamp.IsOf(Options.ChangesFolder, 1));
        Assert.Equal(1, log.Coverage.Runs[^1].Last);
    }

    [Fact]
    public void Ledger_that_does_not_answer_refuses_it()
    {
        using var log = Opened(check: 1);
        Assert.Contains("Start again", Assert.Throws<InvalidDataException>(() => LogRekeying.Run(log, Options, new(2, () => null))).Message, StringComparison.Ordinal);
        Assert.True(SecretStamp.IsOf(Options.ChangesFolder, 1));
    }

    private ChangeLog Opened(ulong check)
    {
        var log = ChangeLog.Open(Options.ChangesFolder);
        LogRekeying.Run(log, Options, new(check, () => null)); // One that says nothing stands under the secret in use.
        return log;
    }

    private static ActArrived Withdrawn(long number, MemberTag member) =>
        new(new StandingChange(number, member, Noon, new WithdrawConsent(new Contract(Scene.Mobility, "citybike"))), 0);
}
