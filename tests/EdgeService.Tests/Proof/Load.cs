using System.Collections.Concurrent;
using Grpc.Core;

namespace EdgeService.Tests.Proof;

/// <summary>
/// Several clients at once ask at random about few members, few items and the same tokens and grants, and so get into each other's way.
/// </summary>
internal sealed class Load(IBreakable trial, IReadOnlyList<string> members, int seed)
{
    private const int Clients = 8;
    private const int Items = 2;

    private readonly IReadOnlyList<Pursuit> _pursuits = [.. members.Select(member => new Pursuit(member))];
    private readonly string[] _items = [.. Enumerable.Range(0, Items).Select(item => $"{members[0]}-car-{item}")];

    private readonly EdgeDoors _doors = trial.Doors;

    public History History { get; } = new();

    /// <summary>Runs until told to stop; what is under way then is seen to its answer.</summary>
    public Task RunAsync(CancellationToken stop) => Task.WhenAll(
        Enumerable.Range(0, Clients).Select(client => Task.Run(() => RunClientAsync(client, stop), CancellationToken.None)));

    /// <summary>
    /// Asks after everything once more: each request that was answered, whose answers must be the same bytes; each token, by new requests;
    /// each grant. Gives the answers that were not the same.
    /// </summary>
    public async Task<IReadOnlyList<Observation>> SettleAsync()
    {
        var changed = new ConcurrentBag<Observation>();
        await Parallel.ForEachAsync(History.Kept, Options, async (kept, _) =>
        {
            if (!await IsSameAsync(kept))
                changed.Add(kept.Seen);
        });
        var redeemed = History.Seen.Where(seen => seen.Act == Act.Redeem).DistinctBy(seen => seen.Token);
        await Parallel.ForEachAsync(redeemed, Options, async (seen, _) =>
            await new DeskCalls(new Asking(_doors, Random.Shared), History).RedeemAsync(seen.Member, seen.Token!, seen.Item!));
        var granted = History.Seen.Where(seen => seen.Told == Told.Granted).DistinctBy(seen => seen.Grant);
        await Parallel.ForEachAsync(granted, Options, async (seen, _) =>
            await new DeskCalls(new Asking(_doors, Random.Shared), History).ReadAsync(seen.Member, seen.Grant!));
        return [.. changed];
    }

    private static ParallelOptions Options => new() { MaxDegreeOfParallelism = Clients };

    private async Task<bool> IsSameAsync(KeptAnswer kept)
    {
        try
        {
            var again = await kept.AgainAsync(new Asking(_doors, Random.Shared));
            var mayDiffer = trial.IsShared && kept.Seen.Told == Told.AlreadyRedeemed;
            return again.AsSpan().SequenceEqual(kept.First) || (mayDiffer && DeskCalls.IsRedeemedBy(again, kept.Seen.Grant));
        }
        catch (RpcException)
        {
            return false;
        }
    }

    private async Task RunClientAsync(int client, CancellationToken stop)
    {
        var random = new Random((seed * Clients) + client);
        var desk = new DeskCalls(new Asking(_doors, random), History);
        while (!stop.IsCancellationRequested)
            await StepAsync(desk, _pursuits[random.Next(_pursuits.Count)], random);
    }

    private async Task StepAsync(DeskCalls desk, Pursuit pursuit, Random random)
    {
        var item = _items[random.Next(_items.Length)];
        switch (random.Next(16))
        {
            case < 4: await RedeemAsync(desk, pursuit, item, random); break;
            case < 6: await FollowAsync(desk, pursuit, await desk.BeginAsync(pursuit.Member, item), random); break;
            case 6 when pursuit.AToken(random) is { } token: await desk.RevokeAsync(pursuit.Member, token); break;
            case 7 or 8 when pursuit.AGrant(random) is { } grant: await desk.CancelAsync(pursuit.Member, grant); break;
            case < 12 when pursuit.AGrant(random) is { } grant: await desk.ConfirmAsync(pursuit.Member, grant); break;
            case < 15 when pursuit.AGrant(random) is { } grant: await desk.ReturnAsync(pursuit.Member, grant); break;
            default: await ReadAsync(desk, pursuit, random); break;
        }
    }

    /// <summary>Redeems a new token, or one that others know too.</summary>
    private static async Task RedeemAsync(DeskCalls desk, Pursuit pursuit, string item, Random random)
    {
        if (random.Next(3) == 0)
            pursuit.Issued(await desk.IssueAsync(pursuit.Member));
        if (pursuit.AToken(random) is { } token)
            await FollowAsync(desk, pursuit, await desk.RedeemAsync(pursuit.Member, token, item), random);
    }

    /// <summary>Often who was granted something goes on with it as one should; others may meddle.</summary>
    private static async Task FollowAsync(DeskCalls desk, Pursuit pursuit, Observation seen, Random random)
    {
        pursuit.Found(seen.Grant);
        if (seen.Told != Told.Granted || random.Next(4) == 0)
            return;
        await desk.ConfirmAsync(pursuit.Member, seen.Grant!);
        if (random.Next(4) != 0)
            await desk.ReturnAsync(pursuit.Member, seen.Grant!);
    }

    private static async Task ReadAsync(DeskCalls desk, Pursuit pursuit, Random random)
    {
        if (pursuit.AGrant(random) is { } grant)
            await desk.ReadAsync(pursuit.Member, grant);
    }

    /// <summary>What the clients know of one member: the latest tokens and grants, of which they ask most.</summary>
    private sealed class Pursuit(string member)
    {
        private const int Remembered = 3;
        private readonly Lock _lock = new();
        private readonly List<IssuedToken> _tokens = [];
        private readonly List<string> _grants = [];

        public string Member { get; } = member;

        public void Issued(IssuedToken? token) => Add(_tokens, token);

        public void Found(string? grant) => Add(_grants, grant);

        public IssuedToken? AToken(Random random) => One(_tokens, random);

        public string? AGrant(Random random) => One(_grants, random);

        private void Add<T>(List<T> known, T? one)
            where T : class
        {
            lock (_lock)
            {
                if (one is not null && !known.Contains(one))
                    known.Insert(0, one);
            }
        }

        private T? One<T>(List<T> known, Random random)
            where T : class
        {
            lock (_lock)
                return known.Count == 0 ? null : known[random.Next(Math.Min(Remembered, known.Count))];
        }
    }
}
