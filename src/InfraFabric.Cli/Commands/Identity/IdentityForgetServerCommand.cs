using System.CommandLine;
using InfraFabric.Cli.Answers;
using InfraFabric.Cli.Frame;
using InfraFabric.Client;

namespace InfraFabric.Cli.Commands.Identity;

internal static class IdentityForgetServerCommand
{
    private static readonly Argument<string> Server = new("SERVER")
    {
        Description = "The server, as 'identity servers' names it.",
    };

    public static Command Create()
    {
        var verb = new Verb("forget-server", "Accept no token of a server any more: it is gone, or its key got out.")
        {
            Examples = ["identity forget-server 2f6b1c0d9e8a7b6c5d4e3f2a1b0c9d8e --why \"its disk was stolen\""],
            Arguments = { Server },
            Changes = true,
            Checks = IdentityChecks.OfForgetServer,
        };
        verb.Answers(() => CliJson.Default.ForgottenServerAnswer, async run =>
        {
            var server = run.Get(Server)!;
            using var caller = ServerAccess.Open(run);
            await new HttpIdentityApi(caller, run.Why).ForgetServerAsync(server, run.Cancellation);
            return new ForgottenServerAnswer(server);
        }, (forgotten, terminal) => terminal.Line(
            $"Forgot {forgotten.Server}. Its tokens are refused from now on; it is known again when it starts again."));
        return verb;
    }
}
