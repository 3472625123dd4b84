using InfraFabric.Core.Config;
using InfraFabric.Core.Ids;
using InfraFabric.Governor.Budgets;
using InfraFabric.Governor.Help;
using InfraFabric.Governor.Policy;
using InfraFabric.Governor.Registry;
using InfraFabric.State.Contract;
using Microsoft.Extensions.Logging;

namespace InfraFabric.Server.Governing;

/// <summary>Who can do what, under which policy, and who helps whom: started and stopped together.</summary>
internal sealed class GovernorParts : IAsyncDisposable
{
    /// <summary>Where the policy stands within the home folder.</summary>
    public const string PolicyFileName = "governor/policy.yaml";

    private GovernorParts(SwarmRegistry registry, PolicyKeeper policy, HelpDesk help) =>
        (Registry, Policy, Help) = (registry, policy, help);

    public SwarmRegistry Registry { get; }

    public PolicyKeeper Policy { get; }

    public HelpDesk Help { get; }

    /// <summary>For how long nothing is known of what changes; zero while it is.</summary>
    public TimeSpan Lag => Registry.Lag > Help.Lag ? Registry.Lag : Help.Lag;

    public static async Task<GovernorParts> StartAsync(
        ServerOptions options, IStateStore store, FabricBudgets budgets, TimeProvider time, IdSource ids,
        ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var registry = await SwarmRegistry.StartAsync(
            store, budgets, time, loggers.CreateLogger<SwarmRegistry>(), cancellationToken);
        PolicyKeeper? policy = null;
        try
        {
            policy = await PolicyKeeper.StartAsync(
                store, registry, SourceOf(options), time, ids, loggers.CreateLogger<PolicyKeeper>(),
                cancellationToken);
            var help = await HelpDesk.StartAsync(
                store, registry, budgets, time, ids, loggers.CreateLogger<HelpDesk>(), cancellationToken);
            return new GovernorParts(registry, policy, help);
        }
        catch
        {
            if (policy is not null)
                await policy.DisposeAsync();
            await registry.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Help.DisposeAsync();
        await Policy.DisposeAsync();
        await Registry.DisposeAsync();
    }

    private static PolicySource SourceOf(ServerOptions options)
    {
        var path = Path.Combine(options.Home.Folder, PolicyFileName);
        return new PolicySource(path, () => File.Exists(path) ? ConfigFile.ReadText(path) : null);
    }
}
