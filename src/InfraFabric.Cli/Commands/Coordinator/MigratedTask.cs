namespace InfraFabric.Cli.Commands.Coordinator;

/// <summary>A task of a board in the fabric.</summary>
/// <param name="Id">Its id there.</param>
/// <param name="Action">How it came to be there.</param>
internal sealed record MigratedTask(string Id, MigrationAction Action);
