using EdgeService.Building.Journals;
using EdgeService.Client;
using EdgeSip2.Desk;
using EdgeSip2.Edge;
using EdgeSip2.Journals;
using EdgeSip2.Settings;

namespace EdgeSip2.Serving;

/// <summary>The kiosks with their connections to the edge and their journals, for as long as the gateway runs.</summary>
internal sealed class KioskTerminals : IDisposable
{
    private readonly List<IDisposable> _held = [];

    private KioskTerminals()
    {
    }

    public Kiosks Kiosks { get; private set; } = null!;

    /// <exception cref="SettingsException">A certificate, key, password or journal cannot be used; all that cannot.</exception>
    public static KioskTerminals Open(GatewaySettings settings)
    {
        var terminals = new KioskTerminals();
        var (kiosks, faults) = (new List<(Kiosk, string?)>(), new List<string>());
        foreach (var kiosk in settings.Kiosks)
        {
            try
            {
                kiosks.Add(terminals.Open(settings, kiosk));
            }
            catch (Exception wrong) when (wrong is EdgeConnectionException or IOException or JournalDamagedException or UnauthorizedAccessException)
            {
                faults.Add($"kiosks: '{kiosk.Login}': {wrong.Message}");
            }
        }

        if (faults.Count > 0)
        {
            terminals.Dispose();
            throw new SettingsException(faults);
        }

        terminals.Kiosks = new Kiosks(kiosks);
        return terminals;
    }

    public void Dispose()
    {
        foreach (var held in _held)
            held.Dispose();
    }

    private (Kiosk Kiosk, string? Password) Open(GatewaySettings settings, KioskSettings kiosk)
    {
        var channel = EdgeChannel.Open(new EdgeConnection
        {
            Address = settings.Edge.Address,
            AuthorityPemPath = settings.Edge.Authority,
            ClientPemPath = kiosk.Certificate,
            ClientKeyPath = kiosk.Key,
            DevelopmentTerminal = kiosk.DevelopmentTerminal,
            Deadline = TimeSpan.FromMilliseconds(settings.Edge.TimeoutMilliseconds),
        });
        _held.Add(channel);
        var place = Path.Combine(settings.JournalFolder, kiosk.Login.Length > 0 ? Uri.EscapeDataString(kiosk.Login) : "kiosk");
        var deeds = OfflineDeeds.Open(place + ".journal", place + ".deeds");
        _held.Add(deeds);
        var loans = LoanIntents.Open(place + ".loans");
        _held.Add(loans);
        var password = kiosk.PasswordFile is { } file ? File.ReadAllText(file).TrimEnd('\r', '\n') : null;
        return (new Kiosk(kiosk.Login, new EdgeDesk(new TerminalClient(channel), settings.Edge.Perk), deeds, loans), password);
    }
}
