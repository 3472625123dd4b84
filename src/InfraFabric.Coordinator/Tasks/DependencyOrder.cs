using InfraFabric.Core.Errors;

namespace InfraFabric.Coordinator.Tasks;

/// <summary>Orders tasks that are added together so that each comes after those of them that it depends on.</summary>
internal static class DependencyOrder
{
    public static IReadOnlyList<int> Of(IReadOnlyList<TaskDraft> drafts)
    {
        var byName = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < drafts.Count; i++)
        {
            if (drafts[i].Name is { } name && !byName.TryAdd(name, i))
                throw Require.Refused("name", $"two tasks are called '{name}'");
        }

        // Kahn's method: take what waits for nothing that is left. Whatever can never be taken is in a circle.
        var waitsFor = drafts.Select(
            draft => (draft.DependsOn ?? []).Where(byName.ContainsKey).Select(d => byName[d]).ToHashSet()).ToList();
        var order = new List<int>(drafts.Count);
        var left = Enumerable.Range(0, drafts.Count).ToList();
        while (left.Count > 0)
        {
            var free = left.Where(i => waitsFor[i].IsSubsetOf(order)).ToList();
            if (free.Count == 0)
                throw Circle(left.Select(i => drafts[i].Name ?? $"#{i + 1}"));
            order.AddRange(free);
            left.RemoveAll(free.Contains);
        }

        return order;
    }

    private static FabricException Circle(IEnumerable<string> names) => new(ErrorTable.TaskCycle,
        "The tasks depend on each other in a circle.",
        $"None of these could ever be ready: {string.Join(", ", names.Take(20))}.",
        "Break the circle: one of them must not wait for the others.");
}
