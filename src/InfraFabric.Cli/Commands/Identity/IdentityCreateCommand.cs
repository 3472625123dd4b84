using System.CommandLine;
using InfraFabric.Api.Identity;
using InfraFabric.Cli.Answers;
using InfraFabric.Cli.Frame;
using InfraFabric.Cli.Rendering;
using InfraFabric.Client;

namespace InfraFabric.Cli.Commands.Identity;

internal static class IdentityCreateCommand
{
    private static readonly Option<string> Scopes = new("--scopes")
    {
        Description = "What it may do: state:read, tasks:read, tasks:write, swarm, orchestrate, witness:read, "
            + "operate [default: swarm,tasks:read].",
        HelpName = "SCOPE[,...]",
    };

    private static readonly Option<string> PublicKey = new("--public-key")
    {
        Description = "Register this key; its private half stays where it was made.",
        HelpName = "ed25519:HEX",
    };

    private static readonly Option<bool> Replace = new("--replace")
    {
        Description = "Replace the key and the scopes of an agent that is registered.",
    };

    public static Command Create()
    {
        var verb = new Verb("create", "Make a key for an agent in the home, and register its public half.")
        {
            Examples =
            [
                "identity create Finance.Agent/1",
                "identity create lead/1 --scopes orchestrate,tasks:read --why \"leads the sprint\"",
            ],
            Arguments = { IdentityArguments.Name },
            Options = { Scopes, PublicKey, Replace },
            Changes = true,
            Checks = IdentityCreateChecks.All,
        };
        verb.Answers(() => CliJson.Default.CreatedIdentityAnswer, CreateAsync, Show);
        return verb;
    }

    private static async Task<CreatedIdentityAnswer> CreateAsync(CommandRun run)
    {
        var name = AgentNames.Parse(run.Get(IdentityArguments.Name)!);
        var scopes = (run.Get(Scopes) ?? "swarm,tasks:read")
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        using var caller = ServerAccess.Open(run);
        var api = new HttpIdentityApi(caller, run.Why);
        if (run.Get(PublicKey) is { } given)
            return new CreatedIdentityAnswer(await RegisterAsync(given), KeyFile: null);
        using var key = LocalKey.Take(run.Home, name);
        var identity = await key.KeepIfAsync(() => RegisterAsync(key.PublicKey));
        return new CreatedIdentityAnswer(identity, key.Path);

        Task<IdentityBody> RegisterAsync(string publicKey) => api.RegisterAsync(
            name, new RegisterIdentityBody(publicKey, scopes), run.Get(Replace), run.Cancellation);
    }

    private static void Show(CreatedIdentityAnswer created, Terminal terminal)
    {
        IdentityText.Show(created.Identity, terminal);
        if (created.KeyFile is not null)
            terminal.Line($"  file     {created.KeyFile}");
    }
}
