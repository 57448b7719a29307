namespace Grpc.Core;

/// <summary>Hints for one write.</summary>
[Flags]
public enum WriteFlags
{
    /// <summary>More follows: the message may wait in a buffer.</summary>
    BufferHint = 1,

    /// <summary>Sends this message as it is, even in a compressed call.</summary>
    NoCompress = 2,
}
