using System.Net;
using Google.Protobuf;

namespace InfraFabric.State.Etcd.Grpc;

/// <summary>
/// Calls one server over one HTTP/2 connection. Closing it ends every call under way: that is how a server that went
/// silent is left.
/// </summary>
internal sealed class GrpcChannel : IDisposable
{
    private readonly HttpMessageInvoker _http;
    private readonly int _maxMessageBytes;
    private readonly CancellationTokenSource _closed = new();

    public GrpcChannel(Uri address, HttpMessageHandler handler, int maxMessageBytes)
    {
        Address = address;
        _http = new(handler);
        _maxMessageBytes = maxMessageBytes;
        Closed = _closed.Token;
    }

    public Uri Address { get; }

    /// <summary>Cancelled when the channel is closed. Every call is made under it.</summary>
    public CancellationToken Closed { get; }

    /// <summary>One request, one answer. A call that is cancelled fails like one that is not answered.</summary>
    public async Task<TResponse> CallAsync<TRequest, TResponse>(
        GrpcMethod<TRequest, TResponse> method, TRequest request, string? token, CancellationToken cancellationToken)
        where TRequest : IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        using var content = new GrpcContent(request);
        try
        {
            using var message = NewRequest(method.Path, content, token);
            using var response = await _http.SendAsync(message, cancellationToken);
            GrpcStatus.CheckHeaders(response);
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            using var frames = new GrpcFrameReader(body, _maxMessageBytes);
            var answer = await frames.ReadAsync(method.Parser, cancellationToken);
            if (answer is not null && await frames.ReadAsync(method.Parser, cancellationToken) is not null)
                throw new GrpcException(GrpcCode.Internal, "one request was answered twice");
            GrpcStatus.CheckTrailers(response);
            return answer ?? throw new GrpcException(GrpcCode.Internal, "a good status came without an answer");
        }
        catch (OperationCanceledException e)
        {
            throw new GrpcException(GrpcCode.DeadlineExceeded, $"{Address.Authority} is silent", !content.Started, e);
        }
        catch (Exception e) when (IsTransport(e))
        {
            throw new GrpcException(GrpcCode.Unavailable, e.Message, !content.Started, e);
        }
    }

    /// <summary>A call with many requests and many answers. It lives until it is disposed.</summary>
    public GrpcStream<TRequest, TResponse> Open<TRequest, TResponse>(
        GrpcMethod<TRequest, TResponse> method, string? token, CancellationToken cancellationToken)
        where TRequest : IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        var content = new GrpcStreamContent();
        var message = NewRequest(method.Path, content, token);
        try
        {
            var response = _http.SendAsync(message, cancellationToken);
            return new(response, message, content, method.Parser, _maxMessageBytes);
        }
        catch (ObjectDisposedException e)
        {
            // The channel was closed a moment ago, because another call on it failed.
            message.Dispose();
            throw Broken(e);
        }
    }

    public void Dispose()
    {
        _closed.Cancel();
        _http.Dispose();
        _closed.Dispose();
    }

    internal static bool IsTransport(Exception e) =>
        e is HttpRequestException or IOException or ObjectDisposedException;

    internal static GrpcException Broken(Exception e) => new(GrpcCode.Unavailable, e.Message, cause: e);

    private HttpRequestMessage NewRequest(string path, HttpContent content, string? token)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Address, path))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
        };
        request.Headers.TryAddWithoutValidation("te", "trailers");
        // A member without a leader refuses at once instead of letting the call wait for one.
        request.Headers.TryAddWithoutValidation("hasleader", "true");
        if (token is not null)
            request.Headers.TryAddWithoutValidation("token", token);
        return request;
    }
}
