namespace EdgeService.Doors.Web;

/// <summary>Marks an endpoint as a page of the browsers' door that the access table speaks of.</summary>
/// <param name="Path">Its path, from the first slash, as in <c>access.json</c>.</param>
/// <param name="Streams">Whether it stays open and sends what is new.</param>
public sealed record WebPage(string Path, bool Streams = false);
