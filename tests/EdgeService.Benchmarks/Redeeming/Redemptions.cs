using System.Buffers.Binary;
using System.Diagnostics;
using EdgeService.Core.Grants;
using EdgeService.Core.Members;
using EdgeService.Core.Tokens;
using EdgeService.Ledger;

namespace EdgeService.Benchmarks.Redeeming;

/// <summary>
/// Redemptions as flows make them: each of a token of its own, <see cref="PerMember"/> of each member, who so has a record that grows. Numbers begin
/// anew with each round; the seed keeps rounds on one database apart.
/// </summary>
internal sealed class Redemptions(int count, int seed)
{
    public const int Callers = 64;
    private const int PerMember = 4;
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private static readonly byte[] Reply = new byte[220];
    private static readonly Actor Dock = Actor.Terminal("central-park", "dock-1");

    private static readonly GrantTerms Terms = new()
    {
        PerkCode = 1,
        PerkId = "bike.deposit-free",
        PartnerId = "citybike",
        VenueId = "central-park",
        TerminalId = "dock-1",
        NeedsHandover = true,
        Period = TimeSpan.FromDays(1),
    };

    public int Count => count;

    /// <summary>All of them at a store, so many callers at once; a second each.</summary>
    public async Task<double> RunAsync(ILedger ledger)
    {
        var next = -1;
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(async () =>
        {
            for (var number = Interlocked.Increment(ref next); number < count; number = Interlocked.Increment(ref next))
            {
                await ledger.AppendAsync(CallOf(number), CancellationToken.None);
            }
        })));
        return count / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    /// <summary>What the store writes for each, made beforehand.</summary>
    public IReadOnlyList<RedemptionRow> Rows()
    {
        var records = new Dictionary<MemberKey, MemberRecord>();
        return [.. Enumerable.Range(0, count).Select(number =>
        {
            var call = CallOf(number);
            var before = records.GetValueOrDefault(call.Member, MemberRecord.Empty);
            var verdict = call.Decide(new LedgerScene(before));
            records[call.Member] = verdict.Next!;
            return new RedemptionRow(
                KeyOf(call.Request.RequestId), call.Request.BodyDigest.ToArray(), verdict.Reply, unchecked((long)call.Member.Value), before.Version,
                LedgerEncoding.Write(verdict.Next!), LedgerEncoding.Write(verdict.Entries[0]), verdict.Entries[0].Grant!);
        })];
    }

    private static byte[] KeyOf(Guid request) => request.ToByteArray(bigEndian: true);

    private LedgerCall CallOf(int number)
    {
        var now = Noon.AddMilliseconds(number);
        var random = new UInt128((ulong)(number + 1) * 0x9E37_79B9_7F4A_7C15UL ^ ((ulong)seed << 40), (ulong)(number + 1) * 0xD129_0FB3_4C1F_5AD1UL);
        var member = new MemberKey((ulong)(number / PerMember * (long)PerMember + 1 + ((long)seed << 32)) * 0x9E37_79B9_7F4A_7C15UL);
        Span<byte> id = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(id, random);
        var command = new Redeem(new TokenId(random), now.AddMinutes(1), Terms, Dock);
        return new LedgerCall
        {
            Member = member,
            Request = new LedgerRequest("urn:perks:terminal:citybike:central-park:dock-1", "RedeemToken", new Guid(id, bigEndian: true), id.ToArray()),
            Now = now,
            Decide = scene => LedgerVerdict.Of(Custody.Apply(scene, command, now), Reply),
        };
    }
}

/// <summary>What a redemption comes to in the store.</summary>
internal sealed record RedemptionRow(
    byte[] Request, byte[] Digest, byte[] Reply, long Member, long Version, byte[] Record, byte[] Entry, Grant Grant);
