using System.Net;

namespace InfraFabric.State.Etcd.Grpc;

/// <summary>
/// The body of a call with many requests: hands out the stream to write to, and stays open until told.
/// </summary>
internal sealed class GrpcStreamContent : HttpContent
{
    private readonly TaskCompletionSource<Stream> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public GrpcStreamContent() => Headers.ContentType = GrpcContent.MediaType;

    /// <summary>Where requests are written, once there is a connection.</summary>
    public Task<Stream> Opened => _opened.Task;

    public void Close() => _closed.TrySetResult();

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        // The headers must go out now: the server answers the first request, not the end of all requests.
        await stream.FlushAsync();
        _opened.TrySetResult(stream);
        await _closed.Task;
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
