using System.CommandLine;

namespace InfraFabric.Cli.Commands.Identity;

internal static class IdentityCommand
{
    public static Command Create() => new("identity", "Say which agents may call, and what they may do.")
    {
        IdentityCreateCommand.Create(),
        IdentityListCommand.Create(),
        IdentityShowCommand.Create(),
        IdentityDisableCommand.Create(),
        IdentityEnableCommand.Create(),
        IdentityDeleteCommand.Create(),
        IdentityServersCommand.Create(),
        IdentityForgetServerCommand.Create(),
    };
}
