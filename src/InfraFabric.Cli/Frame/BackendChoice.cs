using InfraFabric.Core.Config;

namespace InfraFabric.Cli.Frame;

/// <summary>What the command line says about the backend, on top of what the configuration says.</summary>
internal static class BackendChoice
{
    /// <summary>The configuration with what the line says in its place.</summary>
    /// <param name="config">What the file says.</param>
    /// <param name="backend"><c>embedded</c> or <c>etcd</c>, if the line says it.</param>
    /// <param name="etcd">The members of the cluster, if the line says them; that means etcd, too.</param>
    public static FabricConfig Apply(FabricConfig config, string? backend, string? etcd)
    {
        if (etcd is not null)
        {
            var endpoints = etcd.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            config = config with { Backend = StateBackend.Etcd, Etcd = config.Etcd with { Endpoints = endpoints } };
        }

        return backend is null
            ? config
            : config with { Backend = backend == "etcd" ? StateBackend.Etcd : StateBackend.Embedded };
    }
}
