using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Security.Authentication;
using EdgeSip2.Desk;
using EdgeSip2.Settings;

namespace EdgeSip2.Serving;

/// <summary>Serves kiosks until it is stopped, and uploads what they did offline whenever the edge can be reached.</summary>
internal sealed class Gateway : IAsyncDisposable
{
    private const int MostConnections = 256;
    private static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(30);

    private readonly GatewaySettings _settings;
    private readonly DeskSettings _desk;
    private readonly KioskTerminals _terminals;
    private readonly IReadOnlyList<KioskDoor> _doors;
    private readonly GatewayLog _log;
    private readonly ConcurrentDictionary<Task, bool> _open = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Task> _running = [];

    private Gateway(GatewaySettings settings, DeskSettings desk, KioskTerminals terminals, IReadOnlyList<KioskDoor> doors, GatewayLog log) =>
        (_settings, _desk, _terminals, _doors, _log) = (settings, desk, terminals, doors, log);

    public IReadOnlyList<KioskDoor> Doors => _doors;

    public Kiosks Kiosks => _terminals.Kiosks;

    /// <exception cref="SettingsException">A file that the settings name cannot be used, or a door is not to be had.</exception>
    public static Gateway Start(GatewaySettings settings, TimeProvider clock, GatewayLog log)
    {
        var terminals = KioskTerminals.Open(settings);
        var doors = new List<KioskDoor>();
        try
        {
            doors.AddRange(settings.Listen.Select(KioskDoor.Open));
            var gateway = new Gateway(settings, DeskOf(settings, clock), terminals, doors, log);
            gateway.Run();
            return gateway;
        }
        catch (Exception wrong) when (wrong is SocketException or IOException or System.Security.Cryptography.CryptographicException)
        {
            doors.ForEach(door => door.Dispose());
            terminals.Dispose();
            throw new SettingsException([$"listen: {wrong.Message}"]);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        foreach (var door in _doors)
            door.Dispose();
        await Task.WhenAll([.. _running, .. _open.Keys]);
        _terminals.Dispose();
        _stopping.Dispose();
    }

    private static DeskSettings DeskOf(GatewaySettings settings, TimeProvider clock)
    {
        var pin = settings.Upstream?.HousePinFile is { } file ? File.ReadAllText(file).Trim() : null;
        return new DeskSettings(
            settings.Library,
            new Protocol.SipAnswers(settings.Library.InstitutionId, settings.Library.Offset),
            new Edge.ScannedMember(settings.Library),
            settings.Upstream is { } upstream ? new HousePatron(upstream.HousePatron, pin) : null,
            clock);
    }

    private void Run()
    {
        foreach (var door in _doors)
            _running.Add(AcceptAsync(door));
        foreach (var kiosk in _terminals.Kiosks.All)
            _running.Add(JournalUpload.RunAsync(kiosk, _desk.Clock, _log, _stopping.Token));
    }

    private async Task AcceptAsync(KioskDoor door)
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                var socket = await door.AcceptAsync(_stopping.Token);
                if (_open.Count >= MostConnections)
                    socket.Dispose();
                else
                    Follow(ServeAsync(door, socket));
            }
            catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // A connection that ended before it began, or the door closes: the loop looks.
            }
        }
    }

    private void Follow(Task serving)
    {
        _open[serving] = true;
        serving.ContinueWith(done => _open.TryRemove(done, out _), TaskScheduler.Default);
    }

    private async Task ServeAsync(KioskDoor door, TcpClient socket)
    {
        using var own = socket;
        try
        {
            await using var stream = await door.SecureAsync(socket, _stopping.Token);
            await using var library = _settings.Upstream is { } upstream ? await LibraryLink.OpenAsync(upstream, _stopping.Token) : null;
            await TalkAsync(new SipLines(stream), new Conversation(_desk, _terminals.Kiosks, library));
        }
        catch (LibraryGoneException gone)
        {
            _log.LibraryGone(gone.Message);
        }
        catch (InvalidDataException wrong)
        {
            _log.HungUp(wrong.Message);
        }
        catch (Exception ended) when (ended is IOException or OperationCanceledException or AuthenticationException)
        {
            // The kiosk went away, was silent too long, or the gateway stops.
        }
        catch (Exception defect)
        {
            _log.Defect(defect);
        }
    }

    private async Task TalkAsync(SipLines kiosk, Conversation conversation)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        while (true)
        {
            silence.CancelAfter(LongestSilence);
            if (await kiosk.ReadAsync(silence.Token) is not { } line)
                return;
            if (await conversation.AnswerAsync(line, _stopping.Token) is { } answer)
                await kiosk.WriteAsync(answer, _stopping.Token);
        }
    }
}
