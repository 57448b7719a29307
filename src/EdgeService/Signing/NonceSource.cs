using System.Buffers.Binary;
using System.Security.Cryptography;
using EdgeService.Core.Tokens;

namespace EdgeService.Signing;

/// <summary>Hands out the nonces of decision ids: edge number, 32 bits drawn at start, and a count. None is handed out twice.</summary>
public sealed class NonceSource
{
    private readonly ushort _edge;
    private readonly uint _start;
    private ulong _counter;

    /// <param name="edge">Number of this edge, unique in the deployment.</param>
    public NonceSource(ushort edge)
    {
        Span<byte> start = stackalloc byte[sizeof(uint)];
        RandomNumberGenerator.Fill(start);
        (_edge, _start) = (edge, BinaryPrimitives.ReadUInt32BigEndian(start));
    }

    /// <exception cref="InvalidOperationException">2^48 nonces were handed out since the start.</exception>
    public DecisionNonce Next()
    {
        var counter = Interlocked.Increment(ref _counter);
        return counter <= DecisionNonce.MaxCounter
            ? new(_edge, _start, counter)
            : throw new InvalidOperationException("All nonces since the start are used up: start the edge again.");
    }
}
