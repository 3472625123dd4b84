namespace InfraFabric.Server.Identity;

/// <summary>What a caller may do. Each has a name that <see cref="ScopeNames"/> reads and prints.</summary>
[Flags]
internal enum Scopes
{
    None = 0,

    /// <summary>Read and watch every record of the state.</summary>
    StateRead = 1,

    /// <summary>See tasks and swarms.</summary>
    TasksRead = 2,

    /// <summary>Add and change tasks.</summary>
    TasksWrite = 4,

    /// <summary>Act as one's own swarm: register, be pushed tasks, claim and complete them.</summary>
    Swarm = 8,

    /// <summary>Answer blockers, hand tasks over, deal with dead letters.</summary>
    Orchestrate = 16,

    /// <summary>Everything, also the identities of others. Only ever held together with all the rest.</summary>
    Operate = 32,

    /// <summary>Read the ledger: who did what, when and why.</summary>
    WitnessRead = 64,

    /// <summary>What an operator has.</summary>
    All = StateRead | TasksRead | TasksWrite | Swarm | Orchestrate | WitnessRead | Operate,
}
