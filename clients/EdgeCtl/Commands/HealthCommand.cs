using System.CommandLine;
using System.Text.Json.Nodes;
using EdgeCtl.Home;
using EdgeCtl.Rendering;
using EdgeService.Client;
using Grpc.Core;
using Grpc.Health.V1;
using Perks.Edge.V1;
using Perks.Member.V1;
using Spectre.Console;
using Status = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace EdgeCtl.Commands;

/// <summary>Which services can do their work now.</summary>
internal static class HealthCommand
{
    private static readonly string[] Services =
    [
        "",
        EligibilityService.Descriptor.FullName,
        TokenService.Descriptor.FullName,
        GrantService.Descriptor.FullName,
        MembershipService.Descriptor.FullName,
    ];

    public static Command Build(CommandRunner runner)
    {
        var command = new TaughtCommand(
            "health",
            "Says which services can do their work now. Ends with 0 only when all can.", "health", "health --json --as operator");
        runner.Bind(command, async (invocation, cancellation) =>
        {
            var client = new Health.HealthClient(invocation.Channel(invocation.Chosen(Role.BikeDock)).Invoker);
            var found = new List<(string Service, Status Status)>();
            foreach (var service in Services)
            {
                found.Add((service, await AskAsync(client, service, cancellation)));
            }

            var serving = found.All(each => each.Status == Status.Serving);
            return new CommandAnswer(serving ? ExitCode.Done : ExitCode.Failed, Document(found), screen => Show(screen, found));
        });
        return command;
    }

    private static async Task<Status> AskAsync(Health.HealthClient client, string service, CancellationToken cancellation)
    {
        try
        {
            var request = new HealthCheckRequest { Service = service };
            var reply = await client.CheckAsync(request, deadline: DateTime.UtcNow.AddSeconds(2), cancellationToken: cancellation);
            return reply.Status;
        }
        catch (RpcException failure) when (failure.StatusCode == StatusCode.NotFound)
        {
            return Status.ServiceUnknown;
        }
        catch (RpcException failure)
        {
            throw new EdgeFaultException(EdgeFault.Read(failure), failure);
        }
    }

    private static JsonObject Document(IEnumerable<(string Service, Status Status)> found) => new()
    {
        ["services"] = new JsonArray([.. found.Select(each => new JsonObject
        {
            ["service"] = each.Service,
            ["status"] = Names.Of(each.Status),
        })]),
    };

    private static void Show(IAnsiConsole screen, IEnumerable<(string Service, Status Status)> found)
    {
        foreach (var (service, status) in found)
        {
            var style = OutcomeStyle.OfExit(status == Status.Serving ? ExitCode.Done : ExitCode.Failed);
            screen.Write(new Text(Names.InWords(status).ToUpperInvariant().PadRight(13), style));
            screen.WriteLine(service.Length == 0 ? "the server as a whole" : service);
        }
    }
}
