using System.Security.Cryptography;
using Google.Protobuf;
using Grpc.Core;
using Perks.Admin.V1;
using Perks.Edge.V1;

namespace EdgeService.Client;

/// <summary>One snapshot on its way to one edge.</summary>
internal sealed class SnapshotUpload(
    SnapshotService.SnapshotServiceClient service, SnapshotClient client, Stream file, UploadStart start, Action<long>? progress)
{
    private const int FooterBytes = 160;
    private const int ChunkBytes = 1 << 20;
    private const int IdDigits = 32;
    private const int MostBreaks = 8;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);

    public async Task<SnapshotFile> RunAsync(CancellationToken cancellation)
    {
        var footer = ReadFooter();
        var id = Convert.ToHexStringLower(SHA256.HashData(footer))[..IdDigits];
        for (var breaks = 0; ;)
        {
            var before = 0L;
            try
            {
                before = await ReceivedAsync(id, cancellation);
                return await SendAsync(footer, before, cancellation);
            }
            catch (EdgeFaultException broken) when (MayGoOn(broken.Fault) && breaks < MostBreaks)
            {
                // Whoever gets somewhere may break as often as it takes.
                breaks = await HasGrownAsync(id, before, cancellation) ? 0 : breaks + 1;
                await Task.Delay(FirstPause * (1 << Math.Min(breaks, 5)), cancellation);
            }
        }
    }

    private static bool MayGoOn(EdgeFault fault) => fault.Reason is ErrorReason.UploadOffset or ErrorReason.NotReady or ErrorReason.Overloaded or ErrorReason.CallerLimit
        || (fault.Reason == ErrorReason.Unspecified && fault.Status is StatusCode.Unavailable or StatusCode.Cancelled or StatusCode.Unknown or StatusCode.DeadlineExceeded or StatusCode.Internal);

    private async Task<SnapshotFile> SendAsync(byte[] footer, long offset, CancellationToken cancellation)
    {
        using var call = service.UploadSnapshot(new CallOptions(cancellationToken: cancellation));
        try
        {
            (start.Footer, start.Offset) = (ByteString.CopyFrom(footer), offset);
            await call.RequestStream.WriteAsync(new() { Start = start }, cancellation);
            await SendBytesAsync(call.RequestStream, offset, cancellation);
            await call.RequestStream.CompleteAsync();
        }
        catch (Exception ended) when (ended is RpcException or InvalidOperationException or NullReferenceException)
        {
            // The edge has answered or ended the call already, which .NET's HTTP/2 tells in many ways: what the edge says is read below.
        }

        return (await Answering.AnswerAsync(call.ResponseAsync, cancellation)).Snapshot;
    }

    private async Task SendBytesAsync(IClientStreamWriter<UploadSnapshotRequest> stream, long offset, CancellationToken cancellation)
    {
        file.Position = offset;
        var buffer = new byte[ChunkBytes];
        for (int read; (read = await file.ReadAtLeastAsync(buffer, ChunkBytes, throwOnEndOfStream: false, cancellation)) > 0; offset += read)
        {
            // The message is written out before the call returns: the buffer may be used again then.
            await stream.WriteAsync(new() { Chunk = UnsafeByteOperations.UnsafeWrap(buffer.AsMemory(0, read)) }, cancellation);
            progress?.Invoke(offset + read);
        }
    }

    private async Task<long> ReceivedAsync(string id, CancellationToken cancellation) =>
        (await client.ListAsync(cancellation)).FirstOrDefault(one => one.UploadId == id)?.ReceivedBytes ?? 0;

    private async Task<bool> HasGrownAsync(string id, long before, CancellationToken cancellation)
    {
        try
        {
            return await ReceivedAsync(id, cancellation) > before;
        }
        catch (EdgeFaultException)
        {
            return false;
        }
    }

    private byte[] ReadFooter()
    {
        var footer = new byte[FooterBytes];
        file.Position = Math.Max(0, file.Length - FooterBytes);
        file.ReadExactly(footer);
        return footer;
    }
}
