using System.CommandLine;
using EdgeCtl.Home;
using EdgeCtl.Rendering;
using EdgeService.Client;
using Spectre.Console;

namespace EdgeCtl;

/// <summary>One run of one command: its arguments, and what they lead to. Connections are made when first asked for.</summary>
internal sealed class Invocation(ParseResult arguments, GlobalOptions options, Surroundings surroundings) : IDisposable
{
    private readonly Dictionary<string, EdgeChannel> _channels = [];
    private EdgeHome? _home;

    public ParseResult Arguments { get; } = arguments;

    public Surroundings Surroundings { get; } = surroundings;

    public bool Json => Arguments.GetValue(options.Json);

    public string Language => Arguments.GetValue(options.Language) ?? Surroundings.Language;

    public Uri Address => Arguments.GetValue(options.Address)!;

    /// <summary>Where people watch while a command runs; in JSON form it stays silent.</summary>
    public IAnsiConsole Screen { get; } = Screens.On(surroundings.Output, surroundings.Plain || arguments.GetValue(options.Json));

    public EdgeHome Home => _home ??= EdgeHome.Find(Arguments.GetValue(options.Home), Surroundings.Directory);

    /// <summary>For what is done with files alone; null when there is none.</summary>
    public EdgeHome? HomeIfThere => _home ??= EdgeHome.TryFind(Arguments.GetValue(options.Home), Surroundings.Directory);

    public DevelopmentApp App => new(Home, Surroundings.Clock);

    /// <summary>Id of the write this run makes, if it makes one: told when its answer is lost, so that it can be repeated.</summary>
    public Guid? RequestId { get; set; }

    public T? Value<T>(Option<T> option) => Arguments.GetValue(option);

    public T Value<T>(Argument<T> argument) => Arguments.GetRequiredValue(argument);

    /// <summary>A path as the user meant it.</summary>
    public string FullPath(string path) => Path.GetFullPath(path, Surroundings.Directory);

    /// <summary>The terminal named by <c>--as</c>, or the one that fits.</summary>
    public TerminalClient Terminal(Role fitting) => new(Channel(Chosen(fitting)));

    /// <summary>The terminal named by <c>--as</c>, or the one the token is for.</summary>
    public TerminalClient TerminalOf(string tokenText) =>
        new(Channel(Arguments.GetValue(options.As) is { } name ? Role.Named(name) : TokenTerminal.Of(tokenText, Home)));

    /// <summary>The member's app, or whom <c>--as</c> names.</summary>
    public MemberClient Member() => new(Channel(Chosen(Role.MemberApp)));

    public Role Chosen(Role fitting) => Arguments.GetValue(options.As) is { } name ? Role.Named(name) : fitting;

    public EdgeChannel Channel(Role role)
    {
        if (!_channels.TryGetValue(role.Name, out var channel))
        {
            channel = EdgeChannel.Open(Connection(role) with { Deadline = TimeSpan.FromSeconds(Arguments.GetValue(options.Timeout)) });
            _channels.Add(role.Name, channel);
        }

        return channel;
    }

    /// <summary>A connection that shows a certificate which is none of the home's roles'.</summary>
    public EdgeChannel ChannelShowing(string certificatePath, string keyPath)
    {
        var connection = Home.Connection(Role.Operator, Address) with { ClientPemPath = certificatePath, ClientKeyPath = keyPath };
        return _channels[certificatePath] = EdgeChannel.Open(connection with { Deadline = TimeSpan.FromSeconds(Arguments.GetValue(options.Timeout)) });
    }

    public void Dispose()
    {
        foreach (var channel in _channels.Values)
        {
            channel.Dispose();
        }
    }

    private EdgeConnection Connection(Role role)
    {
        if (Address.Scheme != Uri.UriSchemeHttp)
        {
            return Home.Connection(role, Address);
        }

        var terminal = role.Terminal
            ?? throw new UsageException($"The plain door knows terminals only, not {role.Name}: use --address https://localhost:7443.");
        return new EdgeConnection { Address = Address, DevelopmentTerminal = terminal };
    }
}
