using System.Diagnostics;
using Grpc.Core;

namespace EdgeService.Tests.Proof;

/// <summary>
/// Asks as a terminal does: the same request again, at any edge, until there is an answer. What a call without an answer came to
/// is not known.
/// </summary>
internal sealed class Asking(EdgeDoors doors, Random random)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>When the last attempt began.</summary>
    public long LastAsked { get; private set; }

    /// <param name="ask">Makes the call.</param>
    /// <param name="settles">Whether a reply is an answer: one that says that the ledger is out of reach is none. Null takes all.</param>
    /// <exception cref="RpcException">The service answered with a fault.</exception>
    /// <exception cref="TimeoutException">There was no answer for so long that there will be none.</exception>
    public async Task<T> AskAsync<T>(Func<Door, CallOptions, AsyncUnaryCall<T>> ask, Func<T, bool>? settles = null)
    {
        var (watch, last) = (Stopwatch.StartNew(), "no edge is there");
        while (watch.Elapsed < Patience)
        {
            try
            {
                LastAsked = Stopwatch.GetTimestamp();
                if (doors.At(random.Next()) is { } door)
                {
                    var reply = await ask(door, new CallOptions(deadline: DateTime.UtcNow + Deadline));
                    if (settles?.Invoke(reply) != false)
                        return reply;
                    last = $"{reply}";
                }
            }
            catch (RpcException fault) when (!IsAnswer(fault.StatusCode))
            {
                last = fault.Status.ToString();
            }
            catch (Exception gone) when (gone is ObjectDisposedException or OperationCanceledException)
            {
                last = "the edge went away";
            }

            await Task.Delay(Pause);
        }

        throw new TimeoutException($"no answer within {Patience}: {last}");
    }

    private static bool IsAnswer(StatusCode code) => code is
        StatusCode.FailedPrecondition or StatusCode.NotFound or StatusCode.InvalidArgument or StatusCode.AlreadyExists
        or StatusCode.PermissionDenied or StatusCode.Unauthenticated or StatusCode.Unimplemented;
}
