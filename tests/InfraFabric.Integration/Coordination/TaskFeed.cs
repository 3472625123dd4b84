using System.Globalization;
using InfraFabric.Api;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Tasks;
using InfraFabric.Client;

namespace InfraFabric.Integration.Coordination;

/// <summary>Adds tasks for as long as it is not stopped, and keeps a backlog of bounded length.</summary>
internal sealed class TaskFeed(KillRun run, Caller calls)
{
    private const int Backlog = 300;
    private const int TasksPerCall = 10;

    private bool _stop;

    /// <summary>The tasks whose adding was acknowledged.</summary>
    public HashSet<string> Added { get; } = [];

    public bool IsOver { get; private set; }

    public void Stop() => Volatile.Write(ref _stop, true);

    public async Task RunAsync()
    {
        try
        {
            for (var next = 0; !Volatile.Read(ref _stop);)
            {
                if (Added.Count - run.Completed > Backlog)
                {
                    await Task.Delay(20, run.Over);
                    continue;
                }

                // A call whose answer was lost is made again; the keys let it add nothing twice.
                var tasks = Enumerable.Range(next, TasksPerCall).Select(Draft).ToList();
                var answer = await calls.CallAsync(
                    ServerRequest.Post(TaskCalls.AddMany.Path, new TasksAddBody(tasks), ApiJson.Default.TasksAddBody),
                    ApiJson.Default.TasksAddedBody, run.Over);
                Added.UnionWith(answer.Tasks.Select(task => task.Id));
                next += TasksPerCall;
            }

            IsOver = true;
        }
        catch (OperationCanceledException) when (run.Over.IsCancellationRequested)
        {
            // The run has said why it is over.
        }
        catch (Exception failed)
        {
            run.Problems.Enqueue($"Adding: {failed.Message}");
        }
    }

    private static TaskAddBody Draft(int number) => new()
    {
        Type = "work",
        Priority = number % 3,
        MaxAttempts = 100,
        BackoffMs = 50,
        IdempotencyKey = string.Create(CultureInfo.InvariantCulture, $"task-{number}"),
    };
}
