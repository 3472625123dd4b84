using InfraFabric.Core.Crypto;
using InfraFabric.Core.Errors;
using InfraFabric.State.Etcd.Grpc;
using InfraFabric.State.Etcd.Protos;

namespace InfraFabric.State.Etcd.Cluster;

/// <summary>
/// Exchanges a user's password for the token that every call carries, anew whenever the token is refused.
/// </summary>
internal sealed class EtcdLogin(string? user, string? passwordFile) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private volatile string? _token;

    public string? Current => _token;

    /// <summary>The token to use; null when the cluster asks for none.</summary>
    public async ValueTask<string?> TokenAsync(GrpcChannel channel, CancellationToken cancellationToken)
    {
        if (user is null || _token is not null)
            return _token;
        await _gate.WaitAsync(cancellationToken);
        try
        {
            return _token ??= await LogInAsync(channel, cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Forgets a token that was refused; false when there is none to renew.</summary>
    public bool Renew(string? refused)
    {
        if (user is null)
            return false;
        if (_token == refused)
            _token = null;
        return true;
    }

    public void Dispose() => _gate.Dispose();

    private async Task<string> LogInAsync(GrpcChannel channel, CancellationToken cancellationToken)
    {
        var request = new AuthenticateRequest
        {
            Name = user,
            Password = PrivateFile.ReadPassword(passwordFile!, "etcd"),
        };
        try
        {
            return (await channel.CallAsync(EtcdMethods.Authenticate, request, null, cancellationToken)).Token;
        }
        catch (GrpcException e) when (e.Code is GrpcCode.InvalidArgument or GrpcCode.FailedPrecondition)
        {
            throw new FabricException(ErrorTable.Unauthenticated, $"etcd does not let the user '{user}' in.", e.Detail,
                $"Check the user and the password in {passwordFile}, and that the cluster's authentication is on.", e);
        }
    }
}
