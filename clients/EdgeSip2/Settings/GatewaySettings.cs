using System.Text;
using System.Text.Json.Serialization;

namespace EdgeSip2.Settings;

/// <summary>All that an operator says of a gateway, in one JSON file. Secrets are named by file.</summary>
internal sealed record GatewaySettings
{
    /// <summary>Where kiosks connect. At least one.</summary>
    public required IReadOnlyList<ListenSettings> Listen { get; init; }

    /// <summary>Where the edge is.</summary>
    public required EdgeSettings Edge { get; init; }

    /// <summary>The library.</summary>
    public required LibrarySettings Library { get; init; }

    /// <summary>The library system behind the gateway. Absent: the gateway answers alone.</summary>
    public UpstreamSettings? Upstream { get; init; }

    /// <summary>The machines. At least one.</summary>
    public required IReadOnlyList<KioskSettings> Kiosks { get; init; }

    /// <summary>Folder of the journals of what kiosks did offline, one file a terminal.</summary>
    public required string JournalFolder { get; init; }
}

/// <summary>One door for kiosks. SIP2 sends cards and PINs in clear: without a certificate it is on loopback alone.</summary>
internal sealed record ListenSettings
{
    /// <summary>An IP address. Loopback by default.</summary>
    public string Address { get; init; } = "127.0.0.1";

    /// <summary>0 takes a free port. 6001 by default.</summary>
    public int Port { get; init; } = 6001;

    /// <summary>PEM file of the certificate for TLS; <c>null</c> for plain SIP2 on loopback.</summary>
    public string? Certificate { get; init; }

    /// <summary>PEM file of its private key.</summary>
    public string? Key { get; init; }
}

/// <summary>The edge that is asked.</summary>
internal sealed record EdgeSettings
{
    /// <summary>Such as <c>https://edge.example:7443</c>.</summary>
    public required Uri Address { get; init; }

    /// <summary>PEM file of the authorities that the edge's certificate is traced to.</summary>
    public string? Authority { get; init; }

    /// <summary>The perk that lends to whoever is not the library's own patron.</summary>
    public string Perk { get; init; } = "library.cardless";

    /// <summary>How long the gateway waits for one answer of the edge, in milliseconds.</summary>
    public int TimeoutMilliseconds { get; init; } = 2000;
}

/// <summary>The library as kiosks and members see it.</summary>
internal sealed record LibrarySettings
{
    /// <summary>What stands in <c>AO</c>.</summary>
    public string InstitutionId { get; init; } = "";

    public string Name { get; init; } = "";

    /// <summary>Offset of the library's clocks from UTC, in minutes.</summary>
    public int UtcOffsetMinutes { get; init; }

    /// <summary>Encoding of the kiosks' texts: <c>utf-8</c>, <c>iso-8859-1</c> or <c>us-ascii</c>.</summary>
    public string TextEncoding { get; init; } = "utf-8";

    /// <summary>Language of screen messages where a kiosk names none: <c>zh</c>, <c>en</c>, <c>sv</c> or <c>de</c>.</summary>
    public string Language { get; init; } = "en";

    /// <summary>
    /// Regular expression of what is an identity document when it is scanned in a card's place. What begins with <c>PA1</c> is an app code; all
    /// else is a card of the partner.
    /// </summary>
    public string? IdentityDocuments { get; init; }

    /// <summary>Days that a renewal adds, where the gateway answers alone.</summary>
    public int RenewalDays { get; init; } = 30;

    [JsonIgnore]
    public TimeSpan Offset => TimeSpan.FromMinutes(UtcOffsetMinutes);

    [JsonIgnore]
    public Encoding Encoding => Encoding.GetEncoding(TextEncoding);
}

/// <summary>The library system.</summary>
internal sealed record UpstreamSettings
{
    public required string Host { get; init; }

    public int Port { get; init; } = 6001;

    /// <summary>Whether it is reached through TLS.</summary>
    public bool Tls { get; init; }

    /// <summary>PEM file of the authorities for TLS; <c>null</c> takes those of the machine.</summary>
    public string? Authority { get; init; }

    /// <summary>The patron of the library system that stands for everybody whom the edge vouches for.</summary>
    public required string HousePatron { get; init; }

    /// <summary>File with that patron's PIN, where the library system asks for one.</summary>
    public string? HousePinFile { get; init; }

    /// <summary>How long the gateway waits for one answer of the library system, in milliseconds.</summary>
    public int TimeoutMilliseconds { get; init; } = 15_000;
}

/// <summary>One self-service machine, and the terminal that it is to the edge.</summary>
internal sealed record KioskSettings
{
    /// <summary>The user name of its login (<c>CN</c>). Empty: any kiosk, also one that sends no login.</summary>
    public string Login { get; init; } = "";

    /// <summary>File with its login password, for a gateway that answers alone. Behind a library system that one judges logins.</summary>
    public string? PasswordFile { get; init; }

    /// <summary>PEM file of the terminal's certificate.</summary>
    public string? Certificate { get; init; }

    /// <summary>PEM file of its private key.</summary>
    public string? Key { get; init; }

    /// <summary><c>partner:venue:terminal</c>, for an edge in Development that knows no certificates.</summary>
    public string? DevelopmentTerminal { get; init; }
}
