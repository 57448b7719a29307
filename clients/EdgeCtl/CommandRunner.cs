using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using EdgeCtl.Rendering;

namespace EdgeCtl;

/// <summary>Runs a command and writes its answer, or what went wrong, the way the user asked for.</summary>
internal sealed class CommandRunner(GlobalOptions options, Surroundings surroundings)
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        // Texts in four languages stay legible; the document never goes into a page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Makes <paramref name="run"/> what <paramref name="command"/> does.</summary>
    public void Bind(Command command, Func<Invocation, CancellationToken, Task<CommandAnswer>> run) =>
        command.SetAction(async (arguments, cancellation) =>
        {
            using var invocation = new Invocation(arguments, options, surroundings);
            var answer = await AnswerAsync(invocation, run, cancellation);
            Write(answer, invocation.Json);
            return answer.ExitCode;
        });

    /// <summary>The document for a command line that cannot be read.</summary>
    public int WriteUsage(IEnumerable<string> complaints)
    {
        var failure = new Failure(ExitCode.Usage, "USAGE", string.Join(' ', complaints), "edge --help lists the commands.", []);
        Write(failure.ToAnswer(), json: true);
        return failure.ExitCode;
    }

    private static async Task<CommandAnswer> AnswerAsync(
        Invocation invocation, Func<Invocation, CancellationToken, Task<CommandAnswer>> run, CancellationToken cancellation)
    {
        try
        {
            return await run(invocation, cancellation);
        }
        catch (Exception failure)
        {
            return (FailureReading.Of(failure, invocation.Address) with { RequestId = invocation.RequestId }).ToAnswer();
        }
    }

    private void Write(CommandAnswer answer, bool json)
    {
        if (json)
        {
            surroundings.Output.WriteLine(answer.Document.ToJsonString(Readable));
            return;
        }

        var failed = answer.Document["error"] is not null;
        answer.Show(Screens.On(failed ? surroundings.Error : surroundings.Output, surroundings.Plain));
    }
}
