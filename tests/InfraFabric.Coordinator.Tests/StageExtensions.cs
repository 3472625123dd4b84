using InfraFabric.Coordinator.Claims;
using InfraFabric.Coordinator.Swarms;
using InfraFabric.Coordinator.Tasks;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Ids;

namespace InfraFabric.Coordinator.Tests;

/// <summary>What tests do to a coordinator, in few words.</summary>
internal static class StageExtensions
{
    public static async Task<long> JoinAsync(
        this FabricCoordinator coordinator, string swarm, int capacity = 1, params string[] capabilities) =>
        (await coordinator.RegisterAsync(
            new SwarmDraft { Name = swarm, Capacity = capacity, Capabilities = capabilities }, Stage.Operator)).Session;

    public static async Task<TaskId> AddAsync(this FabricCoordinator coordinator, TaskDraft? draft = null)
    {
        var added = await coordinator.AddAsync(draft ?? new TaskDraft { Type = "work" }, Stage.Operator);
        return TaskId.Parse(added.Spec.Id);
    }

    public static async Task<ClaimOutcome> BestAsync(
        this FabricCoordinator coordinator, string swarm, long session, string? request = null) =>
        await coordinator.ClaimBestAsync(SwarmName.Parse(swarm), session, request, Stage.Operator);

    public static async Task<ClaimOutcome> ClaimAsync(
        this FabricCoordinator coordinator, string swarm, long session, TaskId task) =>
        await coordinator.ClaimAsync(SwarmName.Parse(swarm), session, task, Stage.Operator);

    public static async Task<TaskView> SeeAsync(this FabricCoordinator coordinator, TaskId task) =>
        await coordinator.ShowAsync(task) ?? throw new InvalidOperationException($"There is no task {task}.");

    /// <summary>Opens the event stream of a session; it keeps the session alive.</summary>
    public static async Task<StreamReader> ListenAsync(
        this FabricCoordinator coordinator, string swarm, long session) =>
        new(await coordinator.SubscribeAsync(SwarmName.Parse(swarm), session, Stage.Operator)
            ?? throw new InvalidOperationException("The session is over."));

    /// <summary>
    /// What a call is refused with. An assertion that waits on another thread would let virtual time pass.
    /// </summary>
    public static async Task<FabricException> RefusalOfAsync<T>(ValueTask<T> call)
    {
        try
        {
            await call;
        }
        catch (FabricException refused)
        {
            return refused;
        }

        throw new InvalidOperationException("It was not refused.");
    }
}
