using Google.Protobuf;

namespace InfraFabric.State.Etcd.Grpc;

/// <summary>A call with many requests and many answers: one writer and one reader at a time.</summary>
internal sealed class GrpcStream<TRequest, TResponse>(
    Task<HttpResponseMessage> response,
    HttpRequestMessage request,
    GrpcStreamContent content,
    MessageParser<TResponse> parser,
    int maxMessageBytes) : IAsyncDisposable
    where TRequest : IMessage<TRequest>
    where TResponse : class, IMessage<TResponse>
{
    private GrpcFrameReader? _frames;

    public async Task SendAsync(TRequest message, CancellationToken cancellationToken)
    {
        try
        {
            // When no connection can be made, the call fails before there is anything to write to.
            if (await Task.WhenAny(content.Opened, response).WaitAsync(cancellationToken) == response)
                await response;
            await GrpcFrame.WriteAsync(await content.Opened, message, cancellationToken);
        }
        catch (Exception e) when (GrpcChannel.IsTransport(e))
        {
            throw GrpcChannel.Broken(e);
        }
    }

    /// <summary>The next answer; throws when the stream has ended, whatever its status.</summary>
    public async Task<TResponse> ReceiveAsync(CancellationToken cancellationToken)
    {
        try
        {
            var answer = await response.WaitAsync(cancellationToken);
            if (_frames is null)
            {
                GrpcStatus.CheckHeaders(answer);
                _frames = new(await answer.Content.ReadAsStreamAsync(cancellationToken), maxMessageBytes);
            }

            if (await _frames.ReadAsync(parser, cancellationToken) is { } message)
                return message;
            GrpcStatus.CheckTrailers(answer);
            throw new GrpcException(GrpcCode.Unavailable, "the server ended the stream");
        }
        catch (Exception e) when (GrpcChannel.IsTransport(e))
        {
            throw GrpcChannel.Broken(e);
        }
    }

    /// <summary>
    /// Ends the call. The token it was opened with must be cancelled first, else this waits for the server.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        content.Close();
        try
        {
            (await response).Dispose();
        }
        catch (Exception e) when (GrpcChannel.IsTransport(e) || e is OperationCanceledException)
        {
            // The call never had an answer, which is one way for it to be over.
            _ = e;
        }

        _frames?.Dispose();
        request.Dispose();
    }
}
