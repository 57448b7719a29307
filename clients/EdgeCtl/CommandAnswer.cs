using System.Text.Json.Nodes;
using Spectre.Console;

namespace EdgeCtl;

/// <summary>What a command has to say: once for programs, once for people.</summary>
/// <param name="ExitCode">How the program ends.</param>
/// <param name="Document">The whole answer as one JSON document.</param>
/// <param name="Show">The same for people.</param>
internal sealed record CommandAnswer(int ExitCode, JsonNode Document, Action<IAnsiConsole> Show);
