using System.CommandLine;
using System.CommandLine.Parsing;
using EdgeCtl.Home;

namespace EdgeCtl;

/// <summary>Options that every command takes.</summary>
internal sealed class GlobalOptions
{
    public Option<string?> As { get; } = new("--as")
    {
        Description = $"Who asks: {string.Join(", ", Role.All.Select(role => role.Name))}. By default the role that fits the command and the perk.",
        HelpName = "role",
        Recursive = true,
    };

    public Option<Uri> Address { get; } = new("--address")
    {
        Description = "Where the service listens. http:// reaches the Development door 7080.",
        HelpName = "url",
        DefaultValueFactory = _ => new Uri("https://localhost:7443"),
        CustomParser = ReadAddress,
        Recursive = true,
    };

    public Option<string?> Home { get; } = new("--home")
    {
        Description = "Folder with certificates and keys. By default .edge, here or in a folder above.",
        HelpName = "folder",
        Recursive = true,
    };

    public Option<bool> Json { get; } = new("--json")
    {
        Description = "One JSON document on standard output, in a form that stays.",
        Recursive = true,
    };

    public Option<string?> Language { get; } = new("--lang")
    {
        Description = "Language of texts for members. By default that of the environment.",
        HelpName = "zh|en|sv|de",
        Recursive = true,
    };

    public Option<double> Timeout { get; } = new("--timeout")
    {
        Description = "Seconds that one call may take; the service itself gives none more than 2.",
        HelpName = "seconds",
        DefaultValueFactory = _ => 2,
        Recursive = true,
    };

    public GlobalOptions()
    {
        As.AcceptOnlyFromAmong([.. Role.All.Select(role => role.Name)]);
        Language.AcceptOnlyFromAmong(Languages.All);
    }

    public void AddTo(RootCommand root)
    {
        root.Options.Add(As);
        root.Options.Add(Address);
        root.Options.Add(Home);
        root.Options.Add(Json);
        root.Options.Add(Language);
        root.Options.Add(Timeout);
    }

    private static Uri? ReadAddress(ArgumentResult result)
    {
        var written = result.Tokens.Single().Value;
        if (Uri.TryCreate(written, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp))
        {
            return address;
        }

        result.AddError($"'{written}' is no address; write it as https://localhost:7443.");
        return null;
    }
}
