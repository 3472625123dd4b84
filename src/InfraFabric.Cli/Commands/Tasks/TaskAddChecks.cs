using InfraFabric.Api.Calls;
using InfraFabric.Api.Tasks;
using InfraFabric.Cli.Falsify;
using InfraFabric.Client;
using InfraFabric.Core.Errors;

namespace InfraFabric.Cli.Commands.Tasks;

/// <summary>The attempts to break <c>task add</c>: a key adds one task, and no task waits for itself.</summary>
internal static class TaskAddChecks
{
    private const int Callers = 8;

    public static readonly IReadOnlyList<FalsifyCheck> All =
    [
        new("repeated key", "Add with one key many times at once, and get several tasks.", RepeatAsync),
        new("lost acknowledgement", "Lose the answer, add again with the same key, and get a second task.", LoseAsync),
        new("key of another", "Add something else with a key that is taken, and be told that it was added.",
            MisuseAsync),
        new("circle", "Add tasks that wait for each other, so that none of them is ever ready.", CircleAsync),
    ];

    private static async Task<Evidence> RepeatAsync(Scratch scratch)
    {
        await using var fabric = await ProbeFabric.StartAsync(scratch);
        var request = RequestOf(scratch, title: null);
        var added = await Task.WhenAll(Enumerable.Range(0, Callers)
            .Select(_ => fabric.CallAsync<TaskAddedBody>(TaskCalls.Add, request)));
        var ids = added.Select(one => one.Id).Distinct().Count();
        var created = added.Count(one => one.Created);
        return ids == 1 && created == 1
            ? Evidence.Held($"{Callers} calls, one task; one of them was told that it made it")
            : Evidence.Broke($"{Callers} calls made {ids} tasks, and {created} were told so");
    }

    private static async Task<Evidence> LoseAsync(Scratch scratch)
    {
        await using var fabric = await ProbeFabric.StartAsync(scratch);
        var request = RequestOf(scratch, title: null);
        await fabric.LoseAnswerAsync(request);
        var again = await fabric.CallAsync<TaskAddedBody>(TaskCalls.Add, request);
        return again.Created
            ? Evidence.Broke("the second call made a second task")
            : Evidence.Held("the second call was answered with the task of the first");
    }

    private static async Task<Evidence> MisuseAsync(Scratch scratch)
    {
        await using var fabric = await ProbeFabric.StartAsync(scratch);
        await fabric.CallAsync<TaskAddedBody>(TaskCalls.Add, RequestOf(scratch, title: null));
        return await Attacks.RefusedAsync(ErrorTable.IdempotencyMismatch, "refused: the key is another task's", () =>
            fabric.CallAsync<TaskAddedBody>(TaskCalls.Add, RequestOf(scratch, "something else")));
    }

    private static async Task<Evidence> CircleAsync(Scratch scratch)
    {
        await using var fabric = await ProbeFabric.StartAsync(scratch);
        var task = ProbeFabric.NewTask();
        var circle = new TasksAddBody(
        [
            task with { Name = "a", DependsOn = ["c"] },
            task with { Name = "b", DependsOn = ["a"] },
            task with { Name = "c", DependsOn = ["b"] },
        ]);
        var refused = await Attacks.RefusedAsync(ErrorTable.TaskCycle, "", () =>
            fabric.CallAsync<TasksAddedBody>(TaskCalls.AddMany, circle));
        var page = await fabric.CallAsync<TaskPageBody>(
            TaskCalls.List, TaskCalls.List.Request(null).Where("type", task.Type));
        return refused.HasHeld && page.Tasks.Count == 0
            ? Evidence.Held("refused, and none of the three was added")
            : Evidence.Broke($"{page.Tasks.Count} of the three were added. {refused.Seen}");
    }

    private static ServerRequest RequestOf(Scratch scratch, string? title)
    {
        var task = ProbeFabric.NewTask() with { Title = title };
        return TaskCalls.Add.Request(task) with { IdempotencyKey = $"{scratch.Run.Trace}" };
    }
}
