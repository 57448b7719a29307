namespace EdgeSip2.Serving;

/// <summary>What an operator reads of a running gateway, a line each. Never a card, a code, a PIN or a name.</summary>
internal sealed class GatewayLog(TextWriter lines, TimeProvider clock)
{
    private readonly Lock _writing = new();

    public void LibraryGone(string why) => Write($"library system: {why} The kiosk's connection was closed, so that it goes by its own offline rules.");

    public void HungUp(string why) => Write($"a connection was closed: {why}");

    public void ClaimSettled(string kiosk, long sequence) => Write($"kiosk '{kiosk}': offline claim {sequence} is in the ledger");

    public void ClaimForPerson(string kiosk, long sequence, string outcome, string detail) =>
        Write($"kiosk '{kiosk}': offline claim {sequence} is {outcome} ({detail}); the ledger's operators decide");

    public void UploadPutOff(string kiosk, int waiting, string why) => Write($"kiosk '{kiosk}': {waiting} offline claims wait: {why}");

    /// <summary>A fault of the gateway's own: its kind and place, not its message, which may quote what a kiosk sent.</summary>
    public void Defect(Exception defect) => Write($"a fault of the gateway ended a connection: {defect.GetType().Name}{Environment.NewLine}{defect.StackTrace}");

    private void Write(string text)
    {
        lock (_writing)
            lines.WriteLine($"{clock.GetUtcNow():yyyy-MM-dd HH:mm:ss} {text}");
    }
}
