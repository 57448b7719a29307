using Grpc.Core;

namespace GrpcStandIns.Tests.Talking;

/// <summary>A service whose methods a test may replace one by one; unreplaced they answer in capitals.</summary>
public sealed class Talk : TalkService.TalkServiceBase
{
    public UnaryServerMethod<Line, Line> OnSay { get; init; } = (line, _) => Task.FromResult(Loud(line));

    public ClientStreamingServerMethod<Line, Line> OnGather { get; init; } = GatherAsync;

    public ServerStreamingServerMethod<Line, Line> OnTell { get; init; } = TellAsync;

    public DuplexStreamingServerMethod<Line, Line> OnChat { get; init; } = ChatAsync;

    public override Task<Line> Say(Line request, ServerCallContext context) => OnSay(request, context);

    public override Task<Line> Gather(IAsyncStreamReader<Line> requestStream, ServerCallContext context) =>
        OnGather(requestStream, context);

    public override Task Tell(Line request, IServerStreamWriter<Line> responseStream, ServerCallContext context) =>
        OnTell(request, responseStream, context);

    public override Task Chat(
        IAsyncStreamReader<Line> requestStream, IServerStreamWriter<Line> responseStream, ServerCallContext context) =>
        OnChat(requestStream, responseStream, context);

    public static Line Of(string text) => new() { Text = text };

    private static Line Loud(Line line) => Of(line.Text.ToUpperInvariant());

    private static async Task<Line> GatherAsync(IAsyncStreamReader<Line> lines, ServerCallContext context)
    {
        var words = new List<string>();
        while (await lines.MoveNext())
            words.Add(lines.Current.Text);
        return Of(string.Join(' ', words));
    }

    private static async Task TellAsync(Line line, IServerStreamWriter<Line> answers, ServerCallContext context)
    {
        foreach (var word in line.Text.Split(' '))
            await answers.WriteAsync(Of(word));
    }

    private static async Task ChatAsync(IAsyncStreamReader<Line> lines, IServerStreamWriter<Line> answers, ServerCallContext context)
    {
        await foreach (var line in lines.ReadAllAsync(context.CancellationToken))
            await answers.WriteAsync(Loud(line), context.CancellationToken);
    }
}
