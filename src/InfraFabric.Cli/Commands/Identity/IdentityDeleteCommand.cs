using System.CommandLine;
using InfraFabric.Cli.Answers;
using InfraFabric.Cli.Frame;
using InfraFabric.Client;

namespace InfraFabric.Cli.Commands.Identity;

internal static class IdentityDeleteCommand
{
    public static Command Create()
    {
        var verb = new Verb("delete", "Forget an agent. Its key file stays, and opens nothing any more.")
        {
            Examples = ["identity delete Finance.Agent/1 --why \"it has done its work\""],
            Arguments = { IdentityArguments.Name },
            Changes = true,
            Checks = IdentityChecks.OfDelete,
        };
        verb.Answers(() => CliJson.Default.DeletedIdentityAnswer, async run =>
        {
            var name = AgentNames.Parse(run.Get(IdentityArguments.Name)!);
            using var caller = ServerAccess.Open(run);
            await new HttpIdentityApi(caller, run.Why).DeleteAsync(name, run.Cancellation);
            return new DeletedIdentityAnswer(name.ToString());
        }, (deleted, terminal) => terminal.Line($"Deleted {deleted.Identity}."));
        return verb;
    }
}
