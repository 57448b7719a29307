using System.Net;
using EdgeService.Identity;

namespace EdgeService.Doors;

/// <summary>
/// How many connections of each address have come to nothing of late. Addresses share a fixed number of places by a hash that differs from
/// start to start, so that no number of them makes it grow.
/// </summary>
public sealed class AddressBook(int perSecond, TimeProvider clock)
{
    /// <summary>So many seconds' worth at once.</summary>
    public const int Burst = 10;

    private const int Places = 4096;
    private const int NetworkBytes = 8;

    private readonly CallPace[] _places = new CallPace[Places];
    private readonly long _one = clock.TimestampFrequency / Math.Max(1, perSecond);
    private readonly int _seed = Random.Shared.Next();

    private long Depth => clock.TimestampFrequency * Burst;

    /// <summary>Whether to hear a connection from there. It counts as one that comes to nothing until it has come to something.</summary>
    public bool TryHear(EndPoint? from)
    {
        Span<byte> bytes = stackalloc byte[16];
        return perSecond == 0 || TryHear(BytesOf(from, bytes));
    }

    /// <summary>The same by the bytes of the address: 4 of IPv4, mapped or not, 16 of IPv6.</summary>
    public bool TryHear(ReadOnlySpan<byte> address) => perSecond == 0 || PlaceOf(address).TryTake(clock.GetTimestamp(), _one, Depth);

    /// <summary>A connection from there that was heard has come to something.</summary>
    public void Forget(EndPoint? from)
    {
        Span<byte> bytes = stackalloc byte[16];
        if (perSecond > 0)
            PlaceOf(BytesOf(from, bytes)).GiveBack(_one);
    }

    private static ReadOnlySpan<byte> BytesOf(EndPoint? from, Span<byte> bytes)
    {
        var address = (from as IPEndPoint)?.Address ?? IPAddress.None;
        (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).TryWriteBytes(bytes, out var length);
        return bytes[..length];
    }

    private ref CallPace PlaceOf(ReadOnlySpan<byte> address)
    {
        var hash = new HashCode();
        hash.Add(_seed);
        hash.AddBytes(address[..Math.Min(address.Length, NetworkBytes)]);
        return ref _places[(uint)hash.ToHashCode() % Places];
    }
}
