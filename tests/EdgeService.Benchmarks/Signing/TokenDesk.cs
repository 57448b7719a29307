using EdgeService.Benchmarks.Load;
using EdgeService.Core.Members;
using EdgeService.Core.Tokens;
using EdgeService.Flow;
using EdgeService.Identity;
using EdgeService.Signing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EdgeService.Benchmarks.Signing;

/// <summary>
/// The real edge inside this process, asked for tokens at its flows, so that no wire stands between the measure and what is measured. On made material in a folder
/// that goes away with it.
/// </summary>
internal sealed class TokenDesk : IAsyncDisposable
{
    private static readonly MemberKey Someone = new(0x0123_4567_89AB_CDEF);
    private static readonly Caller Dock = new(CallerRole.Terminal, "citybike", "central-park", "dock-1", "", "urn:perks:terminal:citybike:central-park:dock-1");

    private readonly string _home;
    private readonly WebApplication _app;
    private readonly CheckBodies _bodies;
    private readonly Seals _seals;
    private readonly EdgeSigner _signer;
    private readonly string _member;

    private TokenDesk(string home, WebApplication app)
    {
        (_home, _app) = (home, app);
        _bodies = new CheckBodies(home);
        (_seals, _signer) = (app.Services.GetRequiredService<Seals>(), app.Services.GetRequiredService<EdgeSigner>());
        (Issuing, Verifying) = (app.Services.GetRequiredService<IssueFlow>(), app.Services.GetRequiredService<VerifyFlow>());
        (Reading, Grounds, Pictures) = (app.Services.GetRequiredService<TokenReading>(), app.Services.GetRequiredService<Grounds>(), app.Services.GetRequiredService<TokenPictures>());
        _member = Enumerable.Range(1, 1000).Select(number => $"GC{number:0000}").First(IsEligible);
    }

    public TokenPictures Pictures { get; }

    private IssueFlow Issuing { get; }

    private VerifyFlow Verifying { get; }

    private TokenReading Reading { get; }

    private Grounds Grounds { get; }

    public static async Task<TokenDesk> StartAsync()
    {
        var home = Directory.CreateTempSubdirectory("edge-bench-").FullName;
        var app = EdgeApp.Build(
            [
                "--environment=Development", "--Logging:LogLevel:EdgeService.Start=Warning",
                $"--Edge:Home={home}", "--Edge:Doors:Port=0", "--Edge:Doors:PlaintextPort=0", "--Edge:Doors:WebPort=0",
            ],
            builder => builder.Logging.ClearProviders());
        await app.StartAsync();
        return new TokenDesk(home, app);
    }

    /// <summary>A question of the dock about the same eligible member, with a proof of presence good for a minute.</summary>
    public PerkQuestion Ask() => QuestionOf(_member);

    /// <summary>Issues a token as the endpoint does, but for reading and writing the messages.</summary>
    public string Issue(in PerkQuestion question, Guid request) =>
        TryIssue(question, request) ?? throw new InvalidOperationException("A member who was eligible is not any more.");

    /// <summary>What a token says, to be signed again and again.</summary>
    public TokenClaims Claims() =>
        TokenVerification.TryReadUnverified(Issue(Ask(), Guid.NewGuid()), out _, out var claims) ? claims : throw new InvalidOperationException("A token could not be read.");

    /// <summary>Makes a token of what was decided: the member sealed, the claims written, signed and turned into text.</summary>
    public string Sign(in TokenClaims claims) => _signer.Sign(claims with { Member = _seals.SealMember(Someone, claims.Id) }, Dock.Short[..Dock.Short.LastIndexOf(':')])
        ?? throw new InvalidOperationException("No key signs.");

    /// <summary>Verifies a token as far as token and keys go: everything but the ledger's word.</summary>
    public void Read(string text)
    {
        using var ground = Grounds.Take();
        var terminal = Places.TerminalOf(Dock, ground.Catalog);
        if (Reading.Read(text, terminal, ground).FaultAt(terminal) is var fault and not TokenFault.None)
            throw new InvalidOperationException($"A good token was refused: {fault}");
    }

    /// <summary>Verifies a token whole, and asks the ledger what became of it.</summary>
    public async Task VerifyAsync(string text)
    {
        if ((await Verifying.RunAsync(Dock, text, CancellationToken.None)).Fault is var fault and not TokenFault.None)
            throw new InvalidOperationException($"A good token was refused: {fault}");
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _bodies.Dispose();
        Directory.Delete(_home, recursive: true);
    }

    private bool IsEligible(string member) => TryIssue(QuestionOf(member), Guid.NewGuid()) is not null;

    private string? TryIssue(in PerkQuestion question, Guid request) => Issuing
        .AtTerminalAsync(Dock, request, question, "", _ => throw new InvalidOperationException("The perk reserves nothing."), CancellationToken.None)
        .AsTask().GetAwaiter().GetResult().Fresh!.Token?.Text;

    private PerkQuestion QuestionOf(string member) =>
        new() { Member = new MemberRef(MemberRefKind.AppCode, _bodies.CodeOf(member), "inquiry."), PerkId = CheckBodies.PerkId };
}
