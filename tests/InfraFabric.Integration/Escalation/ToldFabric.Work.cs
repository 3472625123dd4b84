using InfraFabric.Api.Breakers;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Claims;
using InfraFabric.Api.Swarms;
using InfraFabric.Api.Tasks;
using InfraFabric.Core.Errors;

namespace InfraFabric.Integration.Escalation;

/// <content>Work, and who gets it.</content>
internal sealed partial class ToldFabric
{
    public async Task<string> AddTaskAsync() =>
        (await CallAsync<TaskAddedBody>(TaskCalls.Add, new TaskAddBody { Type = "work", MaxAttempts = 1 })).Id;

    public async Task<ClaimBody> ClaimAsync(SessionBody session, string task) => (await CallAsync<ClaimsBody>(
        ClaimCalls.Claim, new ClaimAskBody { Session = session.Session, Task = task }, session.Swarm)).Claims[0];

    /// <summary>Claims as soon as the server knows that the breaker was reset.</summary>
    public async Task<ClaimBody> ClaimWhenItMayAsync(SessionBody session, string task)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                return await ClaimAsync(session, task);
            }
            catch (FabricException stopped) when (stopped.Error == ErrorTable.BreakerOpen)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), patience.Token);
            }
        }
    }

    public Task<TaskStateBody> FailAsync(ClaimBody claim, string reason) =>
        CallAsync<TaskStateBody>(ClaimCalls.Fail, new FailBody(claim.Fence, reason), claim.Task);

    public Task<TaskStateBody> CompleteAsync(ClaimBody claim) =>
        CallAsync<TaskStateBody>(ClaimCalls.Complete, new CompleteBody(claim.Fence, null), claim.Task);

    /// <summary>Waits until the breaker of a swarm is closed.</summary>
    public async Task UntilClosedAsync(string swarm)
    {
        using var patience = new CancellationTokenSource(Patience);
        while ((await CallAsync<BreakerPageBody>(BreakerCalls.List, body: null)).Breakers
            .Any(breaker => breaker.Swarm == swarm))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), patience.Token);
        }
    }
}
