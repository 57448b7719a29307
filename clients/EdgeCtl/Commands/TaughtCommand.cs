using System.CommandLine;

namespace EdgeCtl.Commands;

/// <summary>A command whose help ends with lines to copy.</summary>
internal sealed class TaughtCommand(string name, string description, params string[] examples) : Command(name, description)
{
    public IReadOnlyList<string> Examples { get; } = examples;
}
