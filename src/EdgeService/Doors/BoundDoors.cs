using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace EdgeService.Doors;

/// <summary>Where a started service listens.</summary>
/// <param name="Tls">The door with client certificates.</param>
/// <param name="Web">The browsers' door, if it is open.</param>
/// <param name="Plaintext">The plaintext door, if it is open.</param>
public sealed record BoundDoors(Uri Tls, Uri? Web, Uri? Plaintext)
{
    public static BoundDoors Of(WebApplication app)
    {
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        var doors = addresses.Select(address => BindingAddress.Parse(address)).ToArray();
        var tls = doors.Where(door => door.Scheme == Uri.UriSchemeHttps).ToArray(); // In the order they were opened.
        return new BoundDoors(
            LocalUri(tls[0])!,
            LocalUri(tls.ElementAtOrDefault(1)),
            LocalUri(doors.FirstOrDefault(door => door.Scheme == Uri.UriSchemeHttp)));
    }

    private static Uri? LocalUri(BindingAddress? door) => door is null ? null : new UriBuilder(door.Scheme, "localhost", door.Port).Uri;
}
