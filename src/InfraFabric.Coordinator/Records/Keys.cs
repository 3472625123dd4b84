using InfraFabric.Core.Crypto;
using InfraFabric.Core.Ids;
using InfraFabric.State.Contract;

namespace InfraFabric.Coordinator.Records;

/// <summary>Where the coordinator keeps what.</summary>
internal static class Keys
{
    public const string Specs = "specs/";
    public const string Tasks = "tasks/";
    public const string Results = "results/";
    public const string TaskKeys = "task-keys/";
    public const string Swarms = "swarms/";
    public const string Sessions = "sessions/";
    public const string Blockers = "blockers/";
    public const string Requests = "claim-keys/";
    public const string Members = "members/";
    public const string Failures = "failures/";

    // Written by the governor, and here only read.
    public const string Registry = "registry/";
    public const string Reputation = "reputation/";
    public const string Breakers = "breakers/";
    public const string Help = "help/";
    public const string Budgets = "budgets/";
    public const string BudgetOfTask = "task/";
    public const string Policy = "policy/";
    public const string GovernorPolicy = "governor";

    public static RecordKey Spec(TaskId id) => new(Specs + id);

    public static RecordKey Task(TaskId id) => new(Tasks + id);

    public static RecordKey Result(TaskId id) => new(Results + id);

    public static RecordKey Blocker(TaskId id) => new(Blockers + id);

    public static RecordKey Swarm(SwarmName name) => new(Swarms + name);

    public static RecordKey Session(SwarmName name) => new(Sessions + name);

    public static RecordKey Member(string name) => new(Members + name);

    public static RecordKey TaskBudget(TaskId id) => new($"{Budgets}{BudgetOfTask}{id}");

    public static RecordKey Failure(string swarm) => new(Failures + swarm);

    /// <summary>Remembers which claim a swarm's idempotency key made, for as long as the claim lasts.</summary>
    public static RecordKey Request(SwarmName swarm, string idempotencyKey) =>
        new($"{Requests}{swarm}/{HashOf(idempotencyKey)}");

    /// <summary>Remembers which task an idempotency key made. The key itself may hold any characters.</summary>
    public static RecordKey TaskKey(string idempotencyKey) =>
        new(TaskKeys + HashOf(idempotencyKey));

    private static string HashOf(string text) =>
        Sha256Hash.Of(System.Text.Encoding.UTF8.GetBytes(text)).ToString()["sha256:".Length..];
}
