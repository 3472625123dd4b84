using InfraFabric.Core.Config;
using InfraFabric.Core.Errors;
using InfraFabric.State.Contract;
using InfraFabric.State.Embedded;
using InfraFabric.State.Etcd;

namespace InfraFabric.Server.Backends;

/// <summary>Opens the state where the configuration says it is.</summary>
public static class StateBackends
{
    /// <summary>The caller disposes the store.</summary>
    public static async Task<IStateStore> OpenAsync(
        FabricConfig config, TimeProvider time, CancellationToken cancellationToken)
    {
        if (config.Backend == StateBackend.Etcd)
            return await EtcdStateStore.OpenAsync(OptionsOf(config.Etcd), time, cancellationToken);
        var options = new EmbeddedOptions
        {
            Directory = config.Embedded.Directory,
            RetainedRevisions = (int)config.Retention.HistoryRevisions,
        };
        return await EmbeddedStateStore.OpenAsync(options, time, cancellationToken);
    }

    private static EtcdOptions OptionsOf(EtcdConfig config) => new()
    {
        Endpoints = [.. config.Endpoints.Select(endpoint => UriOf(endpoint, config.Tls.Enabled))],
        Prefix = config.Prefix,
        User = config.User,
        PasswordFile = config.PasswordFile,
        Tls = config.Tls.Enabled
            ? new EtcdTls
            {
                AuthorityFile = config.Tls.CaFile,
                CertificateFile = config.Tls.CertificateFile,
                KeyFile = config.Tls.KeyFile,
            }
            : null,
    };

    private static Uri UriOf(string endpoint, bool tls) =>
        Uri.TryCreate($"{(tls ? "https" : "http")}://{endpoint}", UriKind.Absolute, out var uri)
            ? uri
            : throw new FabricException(ErrorTable.Usage, $"'{endpoint}' is no member of an etcd cluster.",
                "It is not HOST:PORT.", "Name each member like 127.0.0.1:2379, with commas between them.");
}
