using System.CommandLine;

namespace InfraFabric.Cli.Commands.Blobs;

internal static class BlobCommand
{
    public static Command Create() => new("blob", "Store and fetch payloads and results that are larger than a record.")
    {
        BlobPutCommand.Create(),
        BlobGetCommand.Create(),
        BlobStatCommand.Create(),
    };
}
