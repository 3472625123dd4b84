using InfraFabric.Api;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Identity;
using InfraFabric.Api.Swarms;
using InfraFabric.Cli.Commands.Identity;
using InfraFabric.Cli.Frame;
using InfraFabric.Client;
using InfraFabric.Coordinator.Migration;
using InfraFabric.Core.Crypto;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Ids;

namespace InfraFabric.Cli.Commands.Coordinator;

/// <summary>Makes a swarm of the boards known, with an identity of its own and what it can do.</summary>
internal static class MigratedSwarm
{
    private static readonly string[] Scopes = ["swarm", "tasks:read"];

    /// <summary>True when it was made known; false when it was known already, and stays as it is.</summary>
    public static async Task<bool> RegisterAsync(
        CommandRun run, ServerCaller caller, SwarmName swarm, MigrationSwarm? reported)
    {
        if (await IsKnownAsync(caller, swarm, run.Cancellation))
            return false;
        var name = AgentName.Parse($"if://agent/{swarm}/1");
        using var local = LocalKey.Take(run.Home, name);
        await local.KeepIfAsync(() => new HttpIdentityApi(caller, run.Why).RegisterAsync(
            name, new RegisterIdentityBody(local.PublicKey, Scopes), replace: false, run.Cancellation));
        // As itself, so that it belongs to itself and not to the operator. Its session begins when it starts to work.
        using var key = KeyFile.Load(local.Path);
        using var itself = ServerAccess.OpenAs(run, new AgentIdentity(name, key));
        var body = new RegisterBody
        {
            Capabilities = reported is null ? null : [.. reported.Capabilities.Select(known => known.ToString())],
        };
        var register = ServerRequest.Put(SwarmCalls.Register.For(swarm.Text), body, ApiJson.Default.RegisterBody);
        var started = await itself.CallAsync(
            register with { Why = run.Why }, ApiJson.Default.SessionBody, run.Cancellation);
        var leave = ServerRequest.Post(
            SwarmCalls.Leave.For(swarm.Text), new SessionRefBody(started.Body.Session), ApiJson.Default.SessionRefBody);
        await itself.CallAsync(leave with { Why = run.Why }, run.Cancellation);
        return true;
    }

    private static async Task<bool> IsKnownAsync(
        ServerCaller caller, SwarmName swarm, CancellationToken cancellationToken)
    {
        try
        {
            await caller.GetAsync(SwarmCalls.Show.For(swarm.Text), ApiJson.Default.SwarmBody, cancellationToken);
            return true;
        }
        catch (FabricException none) when (none.Error == ErrorTable.NotFound)
        {
            return false;
        }
    }
}
