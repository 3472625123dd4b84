using System.CommandLine;

namespace InfraFabric.Cli.Commands.Witness;

internal static class WitnessCommand
{
    public static Command Create() => new("witness", "Read, search and check the ledger of all that was done.")
    {
        WitnessQueryCommand.Create(),
        WitnessSearchCommand.Create(),
        WitnessTailCommand.Create(),
        WitnessShowCommand.Create(),
        WitnessStatsCommand.Create(),
        WitnessProveCommand.Create(),
        WitnessVerifyCommand.Create(),
        WitnessCheckpointCommand.Create(),
        WitnessExportCommand.Create(),
        WitnessAnchorCommand.Create(),
        WitnessRestoreCommand.Create(),
        WitnessCosignCommand.Create(),
        WitnessEraseCommand.Create(),
        WitnessRotateKeyCommand.Create(),
    };
}
