using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;

namespace InfraFabric.State.Etcd.Grpc;

/// <summary>
/// The body of a call with one request. It can be written again when the connection refused it unseen.
/// </summary>
internal sealed class GrpcContent : HttpContent
{
    public static readonly MediaTypeHeaderValue MediaType = new("application/grpc");

    private readonly IMessage _message;

    public GrpcContent(IMessage message)
    {
        _message = message;
        Headers.ContentType = MediaType;
    }

    /// <summary>Whether any of it may have reached a connection; before that, no server can have seen it.</summary>
    public bool Started { get; private set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        Started = true;
        return GrpcFrame.WriteAsync(stream, _message, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = GrpcFrame.HeaderBytes + _message.CalculateSize();
        return true;
    }
}
