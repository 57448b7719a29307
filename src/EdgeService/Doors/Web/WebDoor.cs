using Microsoft.AspNetCore.Http.Features;

namespace EdgeService.Doors.Web;

/// <summary>Marks the connections of the browsers' door; a feature of each.</summary>
public sealed class WebDoor
{
    public static WebDoor Mark { get; } = new();

    private WebDoor()
    {
    }

    public static bool Is(IFeatureCollection features) => features.Get<WebDoor>() is not null;
}
