using InfraFabric.Api.Calls;
using InfraFabric.Server.Identity;

namespace InfraFabric.Server.Mcp;

/// <summary>
/// The calls that are offered as tools: all about tasks, claims, swarms, money, costs and the ledger but streams and
/// blobs.
/// </summary>
internal static class McpTools
{
    private static readonly Lazy<IReadOnlyList<McpTool>> Table = new(() =>
    [
        .. new[]
        {
            TaskCalls.Add, TaskCalls.AddMany, TaskCalls.List, TaskCalls.Show, TaskCalls.Cancel, TaskCalls.Requeue,
            TaskCalls.Discard, TaskCalls.Blockers, TaskCalls.Resolve,
            ClaimCalls.Claim, ClaimCalls.Start, ClaimCalls.Progress, ClaimCalls.Complete, ClaimCalls.Fail,
            ClaimCalls.Block, ClaimCalls.Unblock, ClaimCalls.HandOver, ClaimCalls.Spend,
            SwarmCalls.Register, SwarmCalls.List, SwarmCalls.Show, SwarmCalls.Heartbeat, SwarmCalls.Leave,
            SwarmCalls.Drain, SwarmCalls.Status,
            GovernorCalls.List, GovernorCalls.Show, GovernorCalls.Set, GovernorCalls.Forget, GovernorCalls.Find,
            GovernorCalls.Explain, GovernorCalls.Policy, GovernorCalls.Rehearse,
            BudgetCalls.List, BudgetCalls.Set, BudgetCalls.Reserve, BudgetCalls.Settle, BudgetCalls.Release,
            OptimiseCalls.Report, OptimiseCalls.Spends, OptimiseCalls.Prices, OptimiseCalls.Reconcile,
            OptimiseCalls.Advice,
            WitnessCalls.Find, WitnessCalls.Show, WitnessCalls.Stats, WitnessCalls.Erase, WitnessCalls.Checks,
            WitnessCalls.RotateKey,
        }.Select(call => new McpTool(call)),
    ]);

    public static IReadOnlyList<McpTool> All => Table.Value;

    public static McpTool? Find(string name) => All.FirstOrDefault(tool => tool.Call.Name == name);

    /// <summary>Those that a caller with these scopes may use.</summary>
    public static IEnumerable<McpTool> For(Scopes scopes) => All.Where(tool => (scopes & tool.Scope) == tool.Scope);
}
