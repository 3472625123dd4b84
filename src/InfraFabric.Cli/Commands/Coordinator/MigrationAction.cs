namespace InfraFabric.Cli.Commands.Coordinator;

/// <summary>What a migration does with a task.</summary>
internal enum MigrationAction
{
    /// <summary>It would be created.</summary>
    Create,

    /// <summary>It was created by this run.</summary>
    Created,

    /// <summary>An earlier run has created it.</summary>
    Known,

    /// <summary>An earlier run has created it in another form, which stays.</summary>
    Differs,
}
