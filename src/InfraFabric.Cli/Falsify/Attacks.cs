using InfraFabric.Core.Errors;

namespace InfraFabric.Cli.Falsify;

/// <summary>What several checks do.</summary>
internal static class Attacks
{
    /// <summary>Whether an action is refused with a certain error; the evidence names what it did instead.</summary>
    public static async Task<Evidence> RefusedAsync(ErrorCode expected, string seen, Func<Task> action)
    {
        try
        {
            await action();
            return Evidence.Broke($"it was accepted, and should have been refused with {expected}");
        }
        catch (FabricException error)
        {
            return error.Error == expected
                ? Evidence.Held(seen)
                : Evidence.Broke($"it was refused with {error.Error}, not {expected}: {error.What}");
        }
    }

    /// <summary>Places spread over a length, its first and its last among them.</summary>
    public static IEnumerable<long> Spread(long length, int count)
    {
        count = (int)Math.Min(count, length);
        for (var i = 0; i < count; i++)
            yield return count == 1 ? 0 : (length - 1) * i / (count - 1);
    }
}
