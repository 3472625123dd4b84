using Google.Protobuf;
using InfraFabric.State.Etcd.Grpc;

namespace InfraFabric.State.Etcd.Cluster;

/// <summary>
/// Makes calls to the cluster: on the member in use, with the token it asks for, each attempt bounded in time.
/// </summary>
internal sealed class EtcdCaller(EtcdEndpoints endpoints, EtcdLogin login, TimeSpan giveUpAfter, TimeProvider time)
    : IDisposable
{
    private const int MaxLogins = 3;

    public EtcdEndpoints Endpoints => endpoints;

    public TimeProvider Time => time;

    /// <summary>
    /// A call that may safely be made twice: tried on one member after the other until one answers or it is time to
    /// give up. What the cluster refuses is the cause of the error.
    /// </summary>
    public async Task<TResponse> CallAsync<TRequest, TResponse>(
        GrpcMethod<TRequest, TResponse> method, TRequest request, CancellationToken cancellationToken)
        where TRequest : IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        var retries = NewRetries();
        while (true)
        {
            try
            {
                return await AttemptAsync(method, request, cancellationToken);
            }
            catch (GrpcException e) when (EtcdFaults.IsPassing(e))
            {
                if (!await retries.PauseAsync(cancellationToken))
                    throw EtcdFaults.Unavailable(e.Detail, e);
            }
            catch (GrpcException e)
            {
                throw EtcdFaults.ToError(e);
            }
        }
    }

    /// <summary>Counts the attempts of one call.</summary>
    public EtcdRetries NewRetries() => new(endpoints.Count, giveUpAfter, time);

    /// <summary>One attempt on the member in use, which is left when it does not serve.</summary>
    public async Task<TResponse> AttemptAsync<TRequest, TResponse>(
        GrpcMethod<TRequest, TResponse> method, TRequest request, CancellationToken cancellationToken)
        where TRequest : IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        for (var logins = 1; ; logins++)
        {
            var channel = endpoints.Current;
            string? token = null;
            try
            {
                using var late = new CancellationTokenSource(EtcdLimits.AttemptTimeout, time);
                using var stop = CancellationTokenSource.CreateLinkedTokenSource(
                    late.Token, channel.Closed, cancellationToken);
                token = await TokenAsync(channel, stop.Token);
                return await channel.CallAsync(method, request, token, stop.Token);
            }
            catch (GrpcException e) when (logins < MaxLogins && EtcdFaults.IsTokenRefused(e) && login.Renew(token))
            {
                continue;
            }
            catch (GrpcException e) when (EtcdFaults.IsPassing(e))
            {
                if (cancellationToken.IsCancellationRequested)
                    throw new OperationCanceledException(e.Message, e, cancellationToken);
                endpoints.Leave(channel);
                throw;
            }
        }
    }

    /// <summary>A stream on a member. It ends when the member is left.</summary>
    public async Task<GrpcStream<TRequest, TResponse>> OpenAsync<TRequest, TResponse>(
        GrpcChannel channel, GrpcMethod<TRequest, TResponse> method, CancellationToken cancellationToken)
        where TRequest : IMessage<TRequest>
        where TResponse : class, IMessage<TResponse> =>
        channel.Open(method, await TokenAsync(channel, cancellationToken), cancellationToken);

    /// <summary>The token did not serve: the next call logs in again.</summary>
    public bool RenewToken() => login.Renew(login.Current);

    private async ValueTask<string?> TokenAsync(GrpcChannel channel, CancellationToken cancellationToken)
    {
        try
        {
            return await login.TokenAsync(channel, cancellationToken);
        }
        catch (Exception e) when (e is GrpcException or OperationCanceledException)
        {
            // Whatever became of the login, the call that needed it was not made.
            throw new GrpcException(GrpcCode.Unavailable, e.Message, neverSent: true, e);
        }
    }

    public void Dispose()
    {
        endpoints.Dispose();
        login.Dispose();
    }
}
