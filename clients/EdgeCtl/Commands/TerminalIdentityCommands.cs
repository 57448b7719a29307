using System.CommandLine;
using System.Text.Json.Nodes;
using EdgeCtl.Files;
using EdgeCtl.Home;
using EdgeCtl.Rendering;
using EdgeService.Client;
using Perks.Edge.V1;

namespace EdgeCtl.Commands;

/// <summary>How a terminal comes by its certificate, and by the next one. Its key is made where it stands and never leaves.</summary>
internal static class TerminalIdentityCommands
{
    public static Command BuildEnrol(CommandRunner runner)
    {
        var (name, requestId) = (TerminalCommands.Name(), new RequestIdOption());
        name.Arity = ArgumentArity.ZeroOrOne;
        var files = new Option<string?>("--out")
        {
            Description = "Where key and certificate lie, without ending: dock-1 for dock-1.key (mode 600) and dock-1.pem.",
            HelpName = "path",
            Required = true,
        };
        var only = new Option<bool>("--request-only")
        {
            Description = "At a terminal that has no operator's certificate: makes the key and dock-1.csr, and asks nobody.",
        };
        var request = new Option<string?>("--csr")
        {
            Description = "At the operator's: the request that a terminal has made. Only the certificate is written.",
            HelpName = "file",
        };
        var command = new TaughtCommand(
            "enrol",
            "Makes a terminal's key and has its certificate issued, in one step or in three.",
            "terminal enrol citybike:central-park:dock-1 --out dock-1",
            "terminal enrol --request-only --out dock-1",
            "terminal enrol citybike:central-park:dock-1 --csr dock-1.csr --out dock-1");
        command.Arguments.Add(name);
        foreach (var option in new Option[] { files, only, request })
        {
            command.Options.Add(option);
        }

        requestId.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(only) == (result.GetResult(name) is { Tokens.Count: > 0 }) || (result.GetValue(only) && result.GetValue(request) is not null))
            {
                result.AddError("Name the terminal, as partner:venue:terminal; or make a request only, with --request-only and neither name nor --csr.");
            }
        });
        runner.Bind(command, async (invocation, cancellation) =>
        {
            var identity = new IdentityFiles(invocation.FullPath(invocation.Value(files)!));
            return invocation.Value(only)
                ? await RequestAsync(identity, cancellation)
                : await EnrolAsync(invocation, invocation.Arguments.GetValue(name)!, identity, invocation.Value(request), requestId.Read(invocation), cancellation);
        });
        return command;
    }

    public static Command BuildRenew(CommandRunner runner)
    {
        var requestId = new RequestIdOption();
        var files = new Option<string?>("--identity")
        {
            Description = "The terminal's key and certificate, without ending. By default those of the role, from the home.",
            HelpName = "path",
        };
        var command = new TaughtCommand(
            "renew",
            "Takes a new key and has a certificate issued for it over the old one, which is good for a little longer. A renewal that broke off is taken up again.",
            "terminal renew --identity dock-1",
            "terminal renew --as library-kiosk");
        command.Options.Add(files);
        requestId.AddTo(command);
        runner.Bind(command, async (invocation, cancellation) =>
        {
            var path = invocation.Value(files) is { } given ? invocation.FullPath(given) : invocation.Home.Identity(invocation.Chosen(Role.BikeDock));
            var identity = new IdentityFiles(path);
            identity.Follow();
            var client = new TerminalIdentityClient(invocation.ChannelShowing(identity.Certificate, identity.Key));
            var reply = await client.RenewAsync(identity.MakeNextRequest(), requestId.Read(invocation), cancellation);
            identity.KeepNext(reply.CertificatePem);
            return Renewed(identity, reply);
        });
        return command;
    }

    private static CommandAnswer Renewed(IdentityFiles identity, RenewCertificateResponse reply) => new(
        ExitCode.Done,
        new JsonObject
        {
            ["certificate"] = identity.Certificate,
            ["notAfter"] = reply.NotAfterTime.ToDateTimeOffset().ToString("O"),
            ["oldGoodUntil"] = reply.OldGoodUntilTime.ToDateTimeOffset().ToString("O"),
        },
        screen => new FactSheet()
            .Row("certificate", identity.Certificate)
            .Row("good until", Wording.Of(reply.NotAfterTime))
            .Row("the old one until", Wording.Of(reply.OldGoodUntilTime))
            .Show(screen));

    private static async Task<CommandAnswer> RequestAsync(IdentityFiles identity, CancellationToken cancellation)
    {
        await File.WriteAllTextAsync(identity.Request, identity.MakeRequest(), cancellation);
        return new CommandAnswer(
            ExitCode.Done,
            new JsonObject { ["key"] = identity.Key, ["request"] = identity.Request },
            screen => new FactSheet().Row("key", identity.Key + ", which stays here").Row("request", identity.Request + ", for the operator").Show(screen));
    }

    private static async Task<CommandAnswer> EnrolAsync(
        Invocation invocation, string name, IdentityFiles identity, string? requestFile, Guid requestId, CancellationToken cancellation)
    {
        var request = requestFile is null ? identity.MakeRequest() : await File.ReadAllTextAsync(invocation.FullPath(requestFile), cancellation);
        var reply = await TerminalCommands.Register(invocation).EnrolAsync(name, request, requestId, cancellation);
        if (requestFile is null)
        {
            identity.Keep(reply.CertificatePem);
        }
        else
        {
            await File.WriteAllTextAsync(identity.Certificate, reply.CertificatePem, cancellation);
        }

        return new CommandAnswer(
            ExitCode.Done,
            new JsonObject { ["certificate"] = identity.Certificate, ["terminal"] = ProtoJson.Of(reply.Terminal) },
            screen =>
            {
                new FactSheet().Row("certificate", identity.Certificate).Show(screen);
                TerminalTables.Show(screen, reply.Terminal);
            });
    }
}
