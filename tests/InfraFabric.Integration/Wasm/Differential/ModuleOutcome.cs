namespace InfraFabric.Integration.Wasm.Differential;

/// <summary>What came of one module in one engine.</summary>
/// <param name="Invalid">Whether it was refused; then nothing of it ran.</param>
/// <param name="Trap">Why it did not come to life.</param>
/// <param name="Calls">What each call gave, in their order.</param>
/// <param name="Memory">The hash of its memory after all calls.</param>
internal sealed record ModuleOutcome(bool Invalid, string? Trap, IReadOnlyList<CallOutcome> Calls, string? Memory)
{
    /// <summary>Where this engine's outcome differs from another's; null where it does not.</summary>
    public string? DifferenceFrom(ModuleOutcome other, Func<string?, string?, bool> sameTrap)
    {
        if (Invalid != other.Invalid || !sameTrap(Trap, other.Trap))
            return $"the module: {Fate} here, {other.Fate} there";
        foreach (var (index, (mine, its)) in Calls.Zip(other.Calls).Index())
        {
            if (!sameTrap(mine.Trap, its.Trap))
                return $"call {index}: {mine.Trap ?? "returns"} here, {its.Trap ?? "returns"} there";
            if (DifferenceOf(mine.Results, its.Results) is { } result)
                return $"call {index}, results: {result}";
            if (DifferenceOf(mine.Log, its.Log) is { } log)
                return $"call {index}, log: {log}";
        }

        return Memory == other.Memory ? null : "the memory after all calls";
    }

    private string Fate => Invalid ? $"refused ({Trap})" : Trap ?? "runs";

    private static string? DifferenceOf(IReadOnlyList<string> mine, IReadOnlyList<string> its)
    {
        if (mine.Count != its.Count)
            return $"{mine.Count} here, {its.Count} there";
        var at = Enumerable.Range(0, mine.Count).FirstOrDefault(index => mine[index] != its[index], -1);
        return at < 0 ? null : $"number {at} is {mine[at]} here, {its[at]} there";
    }
}
