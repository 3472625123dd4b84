namespace InfraFabric.Coordinator.Push;

/// <summary>Why a stream was ended from this side.</summary>
public enum StreamEnd
{
    /// <summary>The swarm has connected another one.</summary>
    Replaced,

    /// <summary>The session it belongs to is over.</summary>
    SessionOver,

    /// <summary>The server stops; another will take it up.</summary>
    Stopping,
}
