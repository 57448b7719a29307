using System.Text.Json.Nodes;
using Perks.Edge.V1;
using Spectre.Console;

namespace EdgeCtl;

/// <summary>What went wrong, and what to do next.</summary>
/// <param name="ExitCode">How the program ends.</param>
/// <param name="Reason">For programs.</param>
/// <param name="Message">For people.</param>
/// <param name="Advice">What to do next; may be empty.</param>
/// <param name="Fields">Fields of a request that are wrong.</param>
internal sealed record Failure(int ExitCode, string Reason, string Message, string Advice, IReadOnlyList<FieldFault> Fields)
{
    /// <summary>Id of the write whose answer is missing, if it was one.</summary>
    public Guid? RequestId { get; init; }

    /// <summary>The call may have taken effect although no answer came.</summary>
    public bool AnswerLost { get; init; }

    public CommandAnswer ToAnswer() => new(ExitCode, new JsonObject { ["error"] = Document() }, Show);

    private JsonObject Document() => new()
    {
        ["reason"] = Reason,
        ["message"] = Message,
        ["advice"] = Advice,
        ["answerLost"] = AnswerLost,
        ["requestId"] = RequestId?.ToString(),
        ["fields"] = new JsonArray([.. Fields.Select(field => new JsonObject { ["field"] = field.Field, ["message"] = field.Message })]),
    };

    private void Show(IAnsiConsole screen)
    {
        screen.MarkupLineInterpolated($"[red]{(Fields.Count > 0 ? "The request cannot be answered as it is." : Message)}[/]");
        foreach (var field in Fields)
        {
            screen.MarkupLineInterpolated($"  [yellow]{field.Field}[/]: {field.Message}");
        }

        if (Advice.Length > 0)
        {
            screen.MarkupLineInterpolated($"{Advice}");
        }

        if (RequestId is { } id && AnswerLost)
        {
            screen.MarkupLineInterpolated($"To repeat it safely: --request-id {id}");
        }
    }
}
