using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace EdgeService.Doors;

/// <summary>Where a started service listens.</summary>
/// <param name="Tls">The door with client certificates.</param>
/// <param name="Plaintext">The plaintext door, if it is open.</param>
public sealed record BoundDoors(Uri Tls, Uri? Plaintext)
{
    public static BoundDoors Of(WebApplication app)
    {
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        var doors = addresses.Select(address => BindingAddress.Parse(address)).ToArray();
        return new BoundDoors(
            LocalUri(doors.First(door => door.Scheme == Uri.UriSchemeHttps))!,
            LocalUri(doors.FirstOrDefault(door => door.Scheme == Uri.UriSchemeHttp)));
    }

    private static Uri? LocalUri(BindingAddress? door) => door is null ? null : new UriBuilder(door.Scheme, "localhost", door.Port).Uri;
}
