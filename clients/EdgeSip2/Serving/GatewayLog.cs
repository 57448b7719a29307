namespace EdgeSip2.Serving;

/// <summary>
/// What an operator reads of a running gateway, a line each. Never a card, a code, a PIN or a name. Never throws: a log that cannot be written, such
/// as a closed pipe or a full disk, stops nothing.
/// </summary>
internal sealed class GatewayLog(TextWriter lines, TimeProvider clock)
{
    private readonly Lock _writing = new();

    public void LibraryGone(string why) => Write($"library system: {why} The kiosk's connection was closed, so that it goes by its own offline rules.");

    public void HungUp(string why) => Write($"a connection was closed: {why}");

    public void ClaimSettled(string kiosk, long sequence) => Write($"kiosk '{kiosk}': offline claim {sequence} is in the ledger");

    public void ClaimForPerson(string kiosk, long sequence, string outcome, string detail) =>
        Write($"kiosk '{kiosk}': offline claim {sequence} is {outcome} ({detail}); the ledger's operators decide");

    public void NotOfTheEdge(string kiosk, int count) => Write($"kiosk '{kiosk}': {count} checkins from while the edge was gone were of no loan by the edge");

    public void LoansWait(string kiosk, int waiting, string why) => Write($"kiosk '{kiosk}': {waiting} loans that were not handed over wait to be called off: {why}");

    public void UploadPutOff(string kiosk, int waiting, string why) => Write($"kiosk '{kiosk}': {waiting} offline claims wait: {why}");

    /// <summary>A fault of the gateway's own: its kind and place, not its message, which may quote what a kiosk sent.</summary>
    public void Defect(Exception defect) => Write($"a fault of the gateway ended a connection: {Said(defect)}");

    /// <summary>The same, of the upload, which goes on.</summary>
    public void UploadDefect(string kiosk, Exception defect) => Write($"kiosk '{kiosk}': a fault of the gateway put its upload off: {Said(defect)}");

    private static string Said(Exception defect) => defect.GetType().Name + Environment.NewLine + defect.StackTrace;

    private void Write(string text)
    {
        try
        {
            lock (_writing)
                lines.WriteLine($"{clock.GetUtcNow():yyyy-MM-dd HH:mm:ss} {text}");
        }
        catch (Exception unwritable) when (unwritable is IOException or ObjectDisposedException or UnauthorizedAccessException or NotSupportedException)
        {
            // There is nowhere to say it.
        }
    }
}
