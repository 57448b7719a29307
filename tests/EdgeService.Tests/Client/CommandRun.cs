using System.Text.Json.Nodes;
using EdgeCtl;

namespace EdgeService.Tests.Client;

/// <summary>Runs the command line in this process and keeps what it wrote.</summary>
internal sealed record CommandRun(int ExitCode, string Output, string Error)
{
    public JsonNode Json => JsonNode.Parse(Output)!;

    public static Task<CommandRun> OfAsync(string directory, params string[] arguments) => OfAsync(TextReader.Null, directory, arguments);

    public static async Task<CommandRun> OfAsync(TextReader input, string directory, params string[] arguments)
    {
        var output = new StringWriter();
        var error = new StringWriter();
        var surroundings = new Surroundings(output, error, Plain: true, directory, "en", TimeProvider.System) { Input = input };
        var exitCode = await EdgeCommandLine.RunAsync(arguments, surroundings);
        return new CommandRun(exitCode, output.ToString(), error.ToString());
    }
}
