using EdgeService.Identity;

namespace EdgeService.Tests.Access;

/// <summary>Every cell of the access table: each method, each kind of caller, and everything a call can name, the caller's own and everybody else's.</summary>
internal sealed class MatrixCells(MatrixStage stage, AccessTable table, IReadOnlyDictionary<string, Target> foreign)
{
    private static readonly string[] Ghosts = ["urn:perks:terminal:citybike:central-park:ghost", "urn:perks:terminal:nobody:nowhere:ghost"];

    public IEnumerable<Cell> All() => table.Methods.OrderBy(method => method.ToString(), StringComparer.Ordinal).SelectMany(Of);

    private IReadOnlyList<Side> Sides => stage.Catalog.Sides;

    private IEnumerable<Cell> Of(MethodName method)
    {
        var access = table.Of(method.Service, method.Method);
        return Gate(method, access).Concat(access.Rows.SelectMany(row => row.Reach.SelectMany(reach => On(method, row.Role, reach.Key, reach.Value))));
    }

    /// <summary>May this kind of caller call the method at all?</summary>
    private IEnumerable<Cell> Gate(MethodName method, MethodAccess access)
    {
        var side = Sides[0];
        Task<Target> Usual() => Task.FromResult(foreign[side.Id] with
        {
            Audience = side.Main.Audience,
            Token = method.Service == "perks.edge.v1.TokenService" ? stage.TokenFor(side.Main, side.Perk, MatrixStage.AnyMember) : "",
        });
        yield return new Cell(MatrixStage.Nobody, method, "anything", Denial.Unknown, Usual);
        yield return new Cell(MatrixStage.Impostor, method, "anything", Denial.Unknown, Usual);
        foreach (var (urn, role) in Callers(side))
        {
            if ((access.Roles & role) == 0)
                yield return new Cell(urn, method, "anything", Denial.Method, Usual);
            else if (access.Rows.Single(row => row.Role == role).Reach.Count == 0)
                yield return new Cell(urn, method, "what is open", null, Usual);
        }

        foreach (var other in Sides.Skip(1).Where(_ => (access.Roles & CallerRole.Terminal) == 0))
            yield return new Cell(other.Main.Urn, method, "anything", Denial.Method, Usual);
        if (access.Rows.SingleOrDefault(row => row.Role == CallerRole.Terminal) is { Reach.Count: > 0 })
        {
            foreach (var ghost in Ghosts)
                yield return new Cell(ghost, method, "anything", Unregistered(method), Usual);
        }
    }

    private static (string Urn, CallerRole Role)[] Callers(Side side) =>
    [
        (side.Main.Urn, CallerRole.Terminal), (MatrixStage.App, CallerRole.MemberApp), (MatrixStage.Operator, CallerRole.Operator), (MatrixStage.Replica, CallerRole.Replica),
    ];

    /// <summary>A stream answers each message; a journal's upload looks who uploads before it reads the first.</summary>
    private static Denial Unregistered(MethodName method) => method.Method is "BatchCheckEligibility" or "StreamEligibility"
        ? Denial.Unknown with { Status = Grpc.Core.StatusCode.OK }
        : Denial.Unknown;

    private IEnumerable<Cell> On(MethodName method, CallerRole role, string thing, Reach reach) => (role, thing) switch
    {
        (CallerRole.Terminal, "perk") => Sides.SelectMany(side => side.Spots).SelectMany(spot => PerksAt(method, spot).Concat(PerksInTokens(method, spot))),
        (CallerRole.Terminal, "audience") => Sides.SelectMany(side => Audiences(method, side)),
        (CallerRole.Terminal, "token") => Sides.SelectMany(side => Tokens(method, side, reach)),
        (CallerRole.Terminal, "grant" or "item" or "receipt") => Sides.SelectMany(side => Grants(method, side, thing)),
        (CallerRole.MemberApp, "perk") => Sides.SelectMany(side => side.Spots).SelectMany(spot => PerksThere(method, spot)),
        (CallerRole.MemberApp, "audience") => Sides.SelectMany(side => side.Spots).Where(spot => spot.Offered.Count > 0).Select(spot => InApp(method, spot)),
        (CallerRole.MemberApp, _) => Sides.SelectMany(side => OfMembers(method, side, thing)),
        (CallerRole.Operator, _) => Sides.Select(side => ByOperator(method, side, thing)),
        // Told only to the terminal that was answered provisionally: ProvisionalTests cuts the ledger for it.
        (CallerRole.Terminal, "request") => [],
        _ => throw new InvalidOperationException($"{method}: nobody tries {thing} for {role}"),
    };

    private IEnumerable<Cell> PerksAt(MethodName method, Spot spot) => stage.Catalog.Perks.Select(perk =>
        new Cell(spot.Urn, method, perk, spot.Offered.Contains(perk) ? null : Denial.Of(method, CallerRole.Terminal, "perk"), () => Task.FromResult(new Target
        {
            Perk = perk,
            Token = method.Method is "VerifyToken" or "RedeemToken" ? stage.TokenFor(spot, perk, MatrixStage.AnyMember) : "",
        })));

    /// <summary>A token that was accepted offline: good, or past its time by now.</summary>
    private IEnumerable<Cell> PerksInTokens(MethodName method, Spot spot) => stage.Catalog.Perks
        .Where(_ => method.Method == "ReportOfflineClaims")
        .SelectMany(perk => new[] { 50, -600 }.Select(seconds => new Cell(
            spot.Urn,
            method,
            $"a token for {perk}, {seconds} s before its end",
            spot.Offered.Contains(perk) ? null : new Denial(Grpc.Core.StatusCode.OK, "KEY_NOT_FOR_PERK"),
            () => Task.FromResult(new Target { Token = stage.TokenFor(spot, perk, stage.NewMember(), seconds) }))));

    private IEnumerable<Cell> PerksThere(MethodName method, Spot spot) => stage.Catalog.Perks.Select(perk =>
        new Cell(MatrixStage.App, method, $"{perk} at {spot.Audience}", spot.Offered.Contains(perk) ? null : Denial.Of(method, CallerRole.MemberApp, "perk"), () =>
            Task.FromResult(new Target { Perk = perk, Audience = spot.Audience })));

    private static Cell InApp(MethodName method, Spot spot) => new(MatrixStage.App, method, $"audience {spot.Audience}", null, () =>
        Task.FromResult(new Target { Perk = spot.Offered.First(), Audience = spot.Audience }));

    private IEnumerable<Cell> Audiences(MethodName method, Side side) => Sides.SelectMany(other => other.Spots).Select(gate =>
        new Cell(side.Main.Urn, method, $"audience {gate.Audience}", gate == side.Main ? null : Denial.Of(method, CallerRole.Terminal, "audience"), () =>
            Task.FromResult(new Target { Perk = side.Perk, Audience = gate.Audience })));

    private IEnumerable<Cell> Tokens(MethodName method, Side side, Reach reach) => Sides.SelectMany(other => other.Spots).Where(gate => gate.Offered.Count > 0).Select(gate =>
    {
        var own = gate == side.Main || (reach == Reach.OwnVenue && gate.VenueName == side.Main.VenueName);
        var perk = Sides.Single(other => other.Id == gate.Partner).Perk;
        return new Cell(side.Main.Urn, method, $"a token for {gate.Audience}", own ? null : Denial.Of(method, CallerRole.Terminal, "token"), () =>
            Task.FromResult(new Target { Token = stage.TokenFor(gate, perk, stage.NewMember()) }));
    });

    private IEnumerable<Cell> Grants(MethodName method, Side side, string thing)
    {
        foreach (var at in new[] { side.Main, side.Annex }.Where(_ => thing == "grant" || side.Lends))
            yield return new Cell(side.Main.Urn, method, $"a {thing} of its own from {at.Venue}", null, async () => Naming(thing, side, await stage.GrantAsync(side, at)));
        foreach (var other in Sides.Where(other => other != side && (thing == "grant" || other.Lends)))
        {
            yield return new Cell(side.Main.Urn, method, $"a {thing} of {other.Id}", Denial.Of(method, CallerRole.Terminal, thing), () =>
                Task.FromResult(Naming(thing, other, foreign[other.Id])));
        }
    }

    private IEnumerable<Cell> OfMembers(MethodName method, Side side, string thing)
    {
        if (thing == "receipt" && !side.Lends)
            yield break;
        yield return new Cell(MatrixStage.App, method, $"the member's own {thing} at {side.Id}", null, () => OfMemberAsync(thing, side, stage.NewMember()));
        yield return new Cell(MatrixStage.App, method, $"another member's {thing} at {side.Id}", Denial.Of(method, CallerRole.MemberApp, thing), async () =>
            await OfMemberAsync(thing, side, stage.NewMember()) with { Member = stage.NewMember() });
    }

    private async Task<Target> OfMemberAsync(string thing, Side side, string member) => thing switch
    {
        "token" => new Target { Member = member, Token = stage.TokenFor(side.Main, side.Perk, member), Partner = MatrixStage.App },
        "decision" => await stage.DecisionAsync(side, member),
        _ => Naming(thing, side, await stage.GrantAsync(side, side.Main, member)),
    };

    private Cell ByOperator(MethodName method, Side side, string thing) => new(MatrixStage.Operator, method, $"a {thing} of {side.Id}", null, async () =>
    {
        if (thing == "token")
            return new Target { Token = stage.TokenFor(side.Main, side.Perk, stage.NewMember()) };
        var grant = await stage.GrantAsync(side, side.Main);
        return thing == "item" && side.Lends ? grant : grant with { Item = "" };
    });

    /// <summary>The target by one of its names alone.</summary>
    private Target Naming(string thing, Side side, Target target) => thing switch
    {
        "grant" => target with { Item = "" },
        "receipt" => stage.WithReceipt(side, target) with { Item = "", Perk = "" },
        _ => target with { GrantId = "", Perk = "" },
    };
}
