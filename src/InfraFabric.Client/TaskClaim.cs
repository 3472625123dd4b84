using System.Text.Json;
using InfraFabric.Api.Budgets;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Claims;
using InfraFabric.Api.Tasks;
using InfraFabric.Client.Agents;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Units;

namespace InfraFabric.Client;

/// <summary>
/// A task that the agent owns. Every call carries its fence, so that nothing happens under a claim that is over; such a
/// call fails with IF_ERR_FENCE_STALE. A call whose answer is lost is made again by itself. A claim that is disposed of
/// before it has ended counts as a failed attempt: so an agent that throws does not keep its task.
/// </summary>
public sealed class TaskClaim : IAsyncDisposable
{
    private readonly AgentCalls _calls;
    private readonly ClaimBook _book;
    private readonly string _swarm;
    private readonly long _session;
    private readonly CancellationTokenSource _ended = new();
    private TaskCompletionSource<string?>? _answer;
    private int _ending;
    private bool _isOver;

    internal TaskClaim(AgentCalls calls, ClaimBook book, ClaimBody claim, string swarm, long session)
    {
        _swarm = swarm;
        _session = session;
        _calls = calls;
        _book = book;
        Task = claim.Task;
        Fence = claim.Fence;
        Attempt = claim.Attempt;
        Checkpoint = claim.Checkpoint;
        Spec = claim.Spec;
        Ended = _ended.Token;
    }

    /// <summary>The id of the task.</summary>
    public string Task { get; }

    public long Fence { get; }

    /// <summary>The number of this attempt, from 1.</summary>
    public int Attempt { get; }

    /// <summary>Where the last owner stopped, if one handed the task over.</summary>
    public JsonElement? Checkpoint { get; }

    /// <summary>What is to be done.</summary>
    public TaskSpecBody Spec { get; }

    /// <summary>
    /// Cancelled when the claim is lost: the task was called off, or the session has ended. Work under it can stop
    /// then: nothing of it will be accepted.
    /// </summary>
    public CancellationToken Ended { get; }

    /// <summary>Why it was lost, such as <c>cancelled</c>; null while it is not.</summary>
    public string? EndReason { get; private set; }

    internal bool IsWaiting => _answer is { Task.IsCompleted: false };

    /// <summary>The work has begun.</summary>
    public Task StartAsync(CancellationToken cancellationToken = default) =>
        StepAsync(ClaimCalls.Start, new FenceBody(Fence), cancellationToken);

    /// <summary>The work gets on. A claim that tells nothing for too long counts as stalled.</summary>
    public Task ProgressAsync(string note, int? percent = null, CancellationToken cancellationToken = default) =>
        StepAsync(ClaimCalls.Progress, new ProgressBody(Fence, note, percent), cancellationToken);

    /// <summary>Ends the task with its result.</summary>
    public Task CompleteAsync(JsonElement? result = null, CancellationToken cancellationToken = default) =>
        EndAsync(ClaimCalls.Complete, new CompleteBody(Fence, result), cancellationToken);

    /// <summary>Ends the task with a result that was put into the blob area.</summary>
    public Task CompleteWithBlobAsync(string resultHash, CancellationToken cancellationToken = default) =>
        EndAsync(ClaimCalls.Complete, new CompleteBody(Fence, null, resultHash), cancellationToken);

    /// <summary>Ends this attempt without a result; it is tried again, unless that cannot help.</summary>
    public Task FailAsync(string reason, bool retry = true, CancellationToken cancellationToken = default) =>
        EndAsync(ClaimCalls.Fail, new FailBody(Fence, reason, retry), cancellationToken);

    /// <summary>Asks for help: every orchestrator is told at once. <see cref="AnswerAsync"/> waits for it.</summary>
    public Task BlockAsync(
        string reason, IReadOnlyList<string>? needs = null, IReadOnlyList<string>? waitsFor = null,
        CancellationToken cancellationToken = default)
    {
        _answer = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var body = new BlockBody { Fence = Fence, Reason = reason, Needs = needs, WaitsFor = waitsFor };
        return StepAsync(ClaimCalls.Block, body, cancellationToken);
    }

    /// <summary>What somebody answered to the blocker; cancelled if the claim is lost before.</summary>
    public async Task<string?> AnswerAsync(CancellationToken cancellationToken = default)
    {
        if (_answer is not { } answer)
            throw new InvalidOperationException("The claim is not blocked.");
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, Ended);
        return await answer.Task.WaitAsync(either.Token);
    }

    /// <summary>The work gets on again, by itself.</summary>
    public Task UnblockAsync(CancellationToken cancellationToken = default) =>
        StepAsync(ClaimCalls.Unblock, new FenceBody(Fence), cancellationToken);

    /// <summary>
    /// Gives the task away where it stands: to a swarm, or to whoever is next. No attempt is counted.
    /// </summary>
    public Task HandOverAsync(
        JsonElement? checkpoint = null, string? to = null, CancellationToken cancellationToken = default) =>
        EndAsync(ClaimCalls.HandOver, new HandOverBody(Fence, to, checkpoint), cancellationToken);

    /// <summary>
    /// Counts what the work has cost; what would exceed the budget fails with IF_ERR_BUDGET_EXCEEDED.
    /// </summary>
    public Task SpendAsync(Money amount, CancellationToken cancellationToken = default) =>
        StepAsync(ClaimCalls.Spend, new SpendBody(Fence, amount), cancellationToken, _calls.NewKey());

    /// <summary>
    /// Keeps money for a spending, before it is made. If a budget has not so much left, the task is paused, and this
    /// waits until it has.
    /// </summary>
    /// <param name="amount">The most that it can cost; if null, as much as such spendings have cost.</param>
    /// <param name="kind">The kind of work, such as the name of a model.</param>
    /// <param name="call">The call that it is for and its arguments: who makes the same again and again is
    /// stopped.</param>
    /// <param name="checkpoint">What is kept of the task while it is paused.</param>
    /// <param name="cancellationToken">Gives up; the money may have been kept, and comes back after its time.</param>
    public async Task<MoneyReservation> ReserveAsync(
        Money? amount = null, string? kind = null, string? call = null, JsonElement? checkpoint = null,
        CancellationToken cancellationToken = default)
    {
        var body = new ReserveBody
        {
            Session = _session,
            Amount = amount,
            Task = Task,
            Fence = Fence,
            Kind = kind,
            Call = call,
            Checkpoint = checkpoint,
        };
        while (true)
        {
            _answer = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
            try
            {
                var request = BudgetCalls.Reserve.Request(body, _swarm) with { IdempotencyKey = _calls.NewKey() };
                var kept = await _calls.CallAsync<ReservationBody>(BudgetCalls.Reserve, request, cancellationToken);
                _answer = null;
                return new MoneyReservation(_calls, kept);
            }
            catch (FabricException paused) when (paused.Error == ErrorTable.TaskPaused)
            {
                await AnswerAsync(cancellationToken);
            }
        }
    }

    /// <summary>Lets go of the task, if it has not ended.</summary>
    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(AgentLimits.LeavePatience, _calls.Time);
        try
        {
            if (!_isOver)
                await FailAsync("The agent ended its work without a result.", cancellationToken: patience.Token);
        }
        catch (Exception failed) when (failed is FabricException or OperationCanceledException)
        {
            // The claim is over, or will be when the session is.
            _book.Close(this);
        }
    }

    internal void Answered(string? answer) => _answer?.TrySetResult(answer);

    internal void Lose(string reason)
    {
        _isOver = true;
        // The stream may tell that the owner has ended the claim before the call that does so is answered.
        if (Volatile.Read(ref _ending) > 0)
            return;
        EndReason ??= reason;
        // What is told of it runs elsewhere: whoever reads the stream does not wait for it.
        _ = _ended.CancelAsync();
    }

    private async Task EndAsync(ApiCall call, object body, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _ending);
        try
        {
            await StepAsync(call, body, cancellationToken);
            _isOver = true;
            _book.Close(this);
        }
        catch
        {
            Interlocked.Decrement(ref _ending);
            if (_isOver)
                Lose("lost");
            throw;
        }
    }

    private async Task StepAsync(ApiCall call, object body, CancellationToken cancellationToken, string? key = null)
    {
        try
        {
            await _calls.CallAsync<TaskStateBody>(
                call, call.Request(body, Task) with { IdempotencyKey = key }, cancellationToken);
        }
        catch (FabricException over) when (over.Error == ErrorTable.FenceStale || over.Error == ErrorTable.NotFound)
        {
            _book.Close(this);
            Lose("lost");
            throw;
        }
    }
}
