using System.Collections.Concurrent;
using System.Globalization;
using InfraFabric.Coordinator;
using InfraFabric.Coordinator.Claims;
using InfraFabric.Coordinator.Swarms;
using InfraFabric.Coordinator.Tasks;
using InfraFabric.Core.Ids;
using InfraFabric.State.Conformance.Histories;
using InfraFabric.State.Contract;

namespace InfraFabric.Simulation.Coordination;

/// <summary>
/// Many swarms at several servers that each claim every one of many tasks, with what each was told. In a wave every
/// contender claims every task of it; then the winners complete theirs.
/// </summary>
internal sealed class Contest(IReadOnlyList<FabricCoordinator> servers, int contenders)
{
    private static readonly Cause Operator = new(
        "if://agent/operator/0", TraceToken.Parse("0198c5a2-1f00-7abc-8def-0123456789ab"), ForAll: true);

    private readonly long[] _sessions = new long[contenders];
    private long _clock;

    /// <summary>Tasks that one contender was given, and all others were told that it has.</summary>
    public int Won { get; private set; }

    /// <summary>What must not have happened.</summary>
    public ConcurrentQueue<string> Problems { get; } = [];

    public async Task RegisterAsync()
    {
        for (var i = 0; i < contenders; i++)
        {
            var draft = new SwarmDraft { Name = NameOf(i).Text, Capacity = 1000, SessionTtlS = 600 };
            _sessions[i] = (await ServerOf(i).RegisterAsync(draft, Operator)).Session;
        }
    }

    /// <summary>Plays a wave.</summary>
    /// <param name="tasks">How many tasks there are in it.</param>
    /// <param name="racers">
    /// How many contenders go for a task in the same moment. The others come once these have been answered.
    /// </param>
    public async Task PlayAsync(int tasks, int racers)
    {
        var added = await Task.WhenAll(Enumerable.Range(0, tasks).Select(_ => AddAsync()));
        await Task.WhenAll(added.Select((task, i) => ContendAsync(task, Won + i, racers)));
        Won += tasks;
    }

    private async Task<TaskId> AddAsync() =>
        TaskId.Parse((await servers[0].AddAsync(new TaskDraft { Type = "work" }, Operator)).Spec.Id);

    private async Task ContendAsync(TaskId task, int number, int racers)
    {
        var order = Enumerable.Range(0, contenders).Select(i => (number + i) % contenders).ToList();
        var history = new List<Operation>(contenders + 1);
        var outcomes = (await Task.WhenAll(order.Take(racers).Select(i => ClaimAsync(i, task, history)))).ToList();
        outcomes.AddRange(await Task.WhenAll(order.Skip(racers).Select(i => ClaimAsync(i, task, history))));

        var winners = outcomes.Where(outcome => outcome.Verdict == ClaimVerdict.Claimed).ToList();
        var losers = outcomes.Count(outcome => outcome.Verdict == ClaimVerdict.AlreadyOwned);
        if (winners.Count != 1 || losers != contenders - 1)
        {
            var verdicts = string.Join(", ", outcomes.CountBy(outcome => outcome.Verdict));
            Problems.Enqueue($"Of {contenders} contenders for task {task}: {verdicts}.");
            return;
        }

        await CompleteAsync(winners[0].Claim, outcomes.IndexOf(winners[0]), history);
        if (!LinearizabilityChecker.IsLinearizable(history))
            Problems.Enqueue($"What was told about task {task} cannot have happened in any order.");
    }

    // The owner of a task is a register that holds nothing at first. Whoever is refused has read it.
    private async Task<ClaimOutcome> ClaimAsync(int contender, TaskId task, List<Operation> history)
    {
        var asked = Interlocked.Increment(ref _clock);
        var outcome = await ServerOf(contender).ClaimAsync(NameOf(contender), _sessions[contender], task, Operator);
        var answered = Interlocked.Increment(ref _clock);
        var won = outcome.Verdict == ClaimVerdict.Claimed;
        lock (history)
        {
            history.Add(new Operation(
                contender, task.ToString(), won ? OperationKind.Swap : OperationKind.Read, null,
                won ? NameOf(contender).Text : outcome.Owner, true, asked, answered));
        }

        return outcome;
    }

    private async Task CompleteAsync(Claim claim, int winner, List<Operation> history)
    {
        var owner = history.First(operation => operation.Kind == OperationKind.Swap).Value;
        var asked = Interlocked.Increment(ref _clock);
        var done = await servers[winner % servers.Count].CompleteAsync(claim.Task, claim.Fence, null, null, Operator);
        history.Add(new Operation(
            winner, claim.Task.ToString(), OperationKind.Swap, owner, "completed", done.Verdict == WorkVerdict.Done,
            asked, Interlocked.Increment(ref _clock)));
        if (done.Verdict != WorkVerdict.Done)
            Problems.Enqueue($"Task {claim.Task} could not be completed: {done.Verdict}.");
    }

    private FabricCoordinator ServerOf(int contender) => servers[contender % servers.Count];

    private static SwarmName NameOf(int contender) =>
        SwarmName.Parse(string.Create(CultureInfo.InvariantCulture, $"contender-{contender}"));
}
