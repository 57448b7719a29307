namespace EdgeService.Doors.Web;

/// <summary>
/// Whether a request comes from a page of this door, or from no page at all. A browser shows its certificate for whichever page asks, so that a foreign
/// page could speak in the terminal's or operator's name; browsers say where a request comes from, and no page can change what they say
/// (Fetch: Origin, Sec-Fetch-Site).
/// </summary>
public static class SameOrigin
{
    public static bool Is(HttpRequest request) => IsOwnOrigin(request) && IsOwnSite(request);

    /// <summary>Whoever follows a link from elsewhere may see the page.</summary>
    public static bool IsVisit(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && request.Headers["Sec-Fetch-Mode"] == "navigate" && request.Headers["Sec-Fetch-Dest"] == "document";

    private static bool IsOwnOrigin(HttpRequest request) =>
        request.Headers.Origin is not [var origin] ? request.Headers.Origin.Count == 0 : string.Equals(origin, $"https://{request.Host}", StringComparison.OrdinalIgnoreCase);

    private static bool IsOwnSite(HttpRequest request) => request.Headers["Sec-Fetch-Site"].ToString() is "" or "same-origin" or "none";
}
