using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace EdgeCtl.Commands;

/// <summary>The usual help, followed by examples.</summary>
internal sealed class TeachingHelp(HelpAction usual, IReadOnlyList<string> examplesOfRoot) : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        var exitCode = usual.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        var examples = parseResult.CommandResult.Command is TaughtCommand taught ? taught.Examples : examplesOfRoot;
        output.WriteLine("Examples:");
        foreach (var example in examples)
        {
            output.WriteLine($"  edge {example}");
        }

        return exitCode;
    }
}
