using System.CommandLine;

namespace InfraFabric.Cli.Commands.Witness;

/// <summary>What several commands about the ledger ask for.</summary>
internal static class WitnessOptions
{
    public static readonly Option<string> From = new("--from")
    {
        Description = "Read the log here: a folder, http(s)://... or s3://... [default: the server].",
        HelpName = "DIR|URL",
    };

    public static readonly Argument<long> Entry = new("ENTRY") { Description = "The index of the entry, from 0." };

    public static readonly Option<string[]> Key = new("--key")
    {
        Description = "The key that must have signed it, as 'checkpoint' shows it, or cosigned it. May be given again.",
        HelpName = "VKEY",
    };
}
