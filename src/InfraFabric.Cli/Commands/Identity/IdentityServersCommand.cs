using System.CommandLine;
using InfraFabric.Api;
using InfraFabric.Api.Identity;
using InfraFabric.Cli.Frame;
using InfraFabric.Cli.Rendering;
using InfraFabric.Client;

namespace InfraFabric.Cli.Commands.Identity;

internal static class IdentityServersCommand
{
    public static Command Create()
    {
        var verb = new Verb("servers", "List the servers whose tokens are accepted.")
        {
            Examples = ["identity servers"],
        };
        verb.Answers(() => ApiJson.Wire.KnownServersBody, async run =>
        {
            using var caller = ServerAccess.Open(run);
            return await new HttpIdentityApi(caller).ListServersAsync(run.Cancellation);
        }, Show);
        return verb;
    }

    private static void Show(KnownServersBody known, Terminal terminal) => terminal.Table(
        ["SERVER", "SINCE", ""],
        known.Servers.Select(server => new[]
        {
            server.Server, $"{server.CreatedAt:yyyy-MM-dd HH:mm:ss} UTC", server.IsThis ? "answers" : "",
        }));
}
