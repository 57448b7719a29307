using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using EdgeService.TestNeeds;
using EdgeService.Tests.Interop;

namespace EdgeService.Tests.Kiosk;

/// <summary>
/// A real Chromium with a certificate of a terminal or an operator, in a home folder of its own. A policy of the machine has it show that certificate to localhost
/// unasked, as a kiosk's would; <c>.ci/tools.sh</c> writes it.
/// </summary>
public sealed class Browser : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly string _home;

    private Browser(Process process, string home) => (_process, _home) = (process, home);

    /// <param name="pki">Folder of the certificates.</param>
    /// <param name="name">Whose certificate, such as <c>library-kiosk</c>.</param>
    /// <param name="camera">What the camera sees, as a video file; null for the browser's own test picture.</param>
    public static async Task<Browser> OpenAsync(string pki, string name, string? camera = null)
    {
        var home = Directory.CreateTempSubdirectory("edge-browser-").FullName;
        await TrustAsync(Path.Combine(home, ".pki", "nssdb"), pki, name);
        var script = Path.Combine(FactNeedsAttribute.Repository, "tests", "EdgeService.Tests", "Kiosk", "browser.mjs");
        var start = new ProcessStartInfo("node", [script, FactNeedsAttribute.Find("chromium")!, home, .. camera is null ? Array.Empty<string>() : [camera]])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment = { ["NODE_PATH"] = FactNeedsAttribute.NpmModules },
        };
        var browser = new Browser(Process.Start(start)!, home);
        await browser.ReadAsync();
        return browser;
    }

    /// <summary>Has the browser do something; the answer is as the script gives it.</summary>
    /// <exception cref="InvalidOperationException">It could not; the message says why.</exception>
    public async Task<JsonElement> DoAsync(object command)
    {
        await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(command));
        await _process.StandardInput.FlushAsync();
        var answer = await ReadAsync();
        if (!answer.TryGetProperty("fault", out var fault))
            return answer.GetProperty("answer");
        await _process.StandardInput.WriteLineAsync("""{"do":"text"}""");
        throw new InvalidOperationException($"{JsonSerializer.Serialize(command)}: {fault}\nThe page shows: {await ReadAsync()}");
    }

    public Task OpenAsync(string url, int width = 1080, int height = 1920) => DoAsync(new { @do = "open", url, width, height });

    public Task PressAsync(string text) => DoAsync(new { @do = "press", text });

    /// <summary>As a scanner does that types.</summary>
    public Task TypeAsync(string text) => DoAsync(new { @do = "type", text });

    /// <summary>As a person does, in the text field.</summary>
    public Task EnterAsync(string text) => DoAsync(new { @do = "enter", text });

    public Task AwaitAsync(string text, string selector = "h1") => DoAsync(new { @do = "await", selector, text });

    public async Task<string> TextAsync() => (await DoAsync(new { @do = "text" })).GetString()!;

    public Task<JsonElement> EvaluateAsync(string script) => DoAsync(new { @do = "evaluate", script });

    /// <summary>What the browser found fault with since the last time: scripts that failed, and whatever the page's policy forbade.</summary>
    public async Task<IReadOnlyList<string>> ComplaintsAsync() => [.. (await DoAsync(new { @do = "complaints" })).EnumerateArray().Select(each => each.GetString()!)];

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
        Directory.Delete(_home, recursive: true);
    }

    private async Task<JsonElement> ReadAsync()
    {
        var line = await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience) ?? throw new InvalidOperationException("The browser's hand has ended; what it said last is above.");
        return JsonDocument.Parse(line).RootElement;
    }

    /// <summary>The browser trusts the edge's authority, and has the terminal's certificate with its key.</summary>
    private static async Task TrustAsync(string store, string pki, string name)
    {
        Directory.CreateDirectory(store);
        var (password, file) = (Guid.NewGuid().ToString("N"), Path.Combine(store, "own.p12"));
        using (var own = X509Certificate2.CreateFromPemFile(Path.Combine(pki, name + ".pem"), Path.Combine(pki, name + ".key")))
            await File.WriteAllBytesAsync(file, own.ExportPkcs12(Pkcs12ExportPbeParameters.Pbes2Aes256Sha256, password));
        await OutsideProgram.RunAsync("certutil", "-d", "sql:" + store, "-N", "--empty-password");
        await OutsideProgram.RunAsync("certutil", "-d", "sql:" + store, "-A", "-n", "edge", "-t", "C,,", "-i", Path.Combine(pki, "ca.pem"));
        await OutsideProgram.RunAsync("pk12util", "-d", "sql:" + store, "-i", file, "-W", password);
    }
}
