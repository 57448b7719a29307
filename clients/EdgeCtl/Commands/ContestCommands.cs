using System.CommandLine;
using EdgeCtl.Rendering;
using Perks.Edge.V1;
using Perks.Member.V1;

namespace EdgeCtl.Commands;

/// <summary>A member's objections, as the member's app makes them.</summary>
internal static class ContestCommands
{
    public static Command Build(CommandRunner runner)
    {
        var (member, requestId) = (new MemberOptions(), new RequestIdOption());
        var decision = new Option<string?>("--decision") { Description = "A decision: the claim code a terminal showed (PD1...), or the id in hexadecimal or Base64.", HelpName = "code" };
        var listing = new Option<int?>("--listing") { Description = "A listing, by its place in edge standing, from 1.", HelpName = "place" };
        var standing = new Option<bool>("--standing") { Description = "Everything that the programme says of the member." };
        var statement = new Option<string>("--because") { Description = "What is wrong, in the member's words.", HelpName = "text", Required = true };
        var command = new TaughtCommand(
            "contest",
            "Contests a decision, a listing or the standing: a person decides within the time that is shown.",
            "contest --member demo-bo --decision PD1... --because \"I paid last week\"",
            "contest --member demo-gus --listing 1 --because \"it was not me\"",
            "contest --member demo-bo --standing --because \"these are not my data\"");
        member.AddTo(command);
        command.Options.Add(decision);
        command.Options.Add(listing);
        command.Options.Add(standing);
        command.Options.Add(statement);
        requestId.AddTo(command);
        command.Validators.Add(result =>
        {
            if (new Option[] { decision, listing, standing }.Count(option => result.GetResult(option) is { Implicit: false }) != 1)
            {
                result.AddError("Say what is contested: --decision, --listing or --standing.");
            }
        });
        runner.Bind(command, async (invocation, cancellation) =>
        {
            var contested = invocation.Value(decision) is { } code ? DecisionArgument.ToClaimCode(code) : null;
            var reply = await ContestAsync(
                invocation, member.Read(invocation), contested, invocation.Value(listing), invocation.Value(statement)!, requestId.Read(invocation), cancellation);
            return new CommandAnswer(ExitCode.Done, ProtoJson.Of(reply), screen => DisputeView.Show(screen, reply.Dispute));
        });
        return command;
    }

    public static Command BuildOwn(CommandRunner runner)
    {
        var (member, page) = (new MemberOptions(), new PageOptions());
        var open = new Option<bool>("--open") { Description = "Only those that are open." };
        var command = new TaughtCommand(
            "disputes", "Lists what a member contests or contested, as the member's app does.", "disputes --member demo-bo", "disputes --member demo-bo --open --lang zh");
        member.AddTo(command);
        command.Options.Add(open);
        page.AddTo(command);
        runner.Bind(command, async (invocation, cancellation) =>
        {
            var reply = await ConsentCommands.Rights(invocation).ListDisputesAsync(
                member.Read(invocation), invocation.Value(open), invocation.Language, page.Token(invocation), cancellation);
            return new CommandAnswer(ExitCode.Done, ProtoJson.Of(reply), screen => DisputeView.Show(screen, reply.Disputes));
        });
        return command;
    }

    private static async Task<ContestResponse> ContestAsync(
        Invocation invocation, MemberRef member, string? claimCode, int? listing, string statement, Guid requestId, CancellationToken cancellation)
    {
        var (rights, language) = (ConsentCommands.Rights(invocation), invocation.Language);
        if (claimCode is not null)
        {
            return await rights.ContestDecisionAsync(member, claimCode, statement, language, requestId, cancellation);
        }

        if (listing is not { } place)
        {
            return await rights.ContestStandingAsync(member, statement, language, requestId, cancellation);
        }

        var standing = await rights.GetStandingAsync(member, language, cancellation);
        var named = standing.Listings.ElementAtOrDefault(place - 1)
            ?? throw new UsageException($"There is no listing {place}; edge standing shows {standing.Listings.Count}.");
        return await rights.ContestListingAsync(member, named.Ref, statement, language, requestId, cancellation);
    }
}
