namespace InfraFabric.Core.Config;

/// <summary>Where the state is kept.</summary>
public enum StateBackend
{
    /// <summary>In this process, durable in one folder.</summary>
    Embedded,

    /// <summary>In an etcd cluster.</summary>
    Etcd,
}
