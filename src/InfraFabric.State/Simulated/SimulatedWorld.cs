namespace InfraFabric.State.Simulated;

/// <summary>
/// One thread and virtual time: whatever is started in it runs in an order that the seed alone decides, and waiting
/// costs nothing, because time jumps to the next timer when everybody waits.
/// </summary>
public sealed class SimulatedWorld : SynchronizationContext
{
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _ready = [];
    private readonly SimulatedTime _time = new();

    private SimulatedWorld(int seed)
    {
        Seed = seed;
        Chance = new Random(seed);
    }

    public int Seed { get; }

    /// <summary>The only source of chance in the world.</summary>
    public Random Chance { get; }

    public TimeProvider Time => _time;

    /// <summary>Runs a story to its end. A story in which everybody waits for ever fails, and names the seed.</summary>
    public static void Run(int seed, Func<SimulatedWorld, Task> story)
    {
        var outside = Current;
        var world = new SimulatedWorld(seed);
        SetSynchronizationContext(world);
        try
        {
            var told = story(world);
            while (!told.IsCompleted)
                world.Step();
            told.GetAwaiter().GetResult();
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"The run with seed {seed} failed: {e.Message}", e);
        }
        finally
        {
            SetSynchronizationContext(outside);
        }
    }

    public override void Post(SendOrPostCallback d, object? state) => _ready.Enqueue((d, state));

    public override void Send(SendOrPostCallback d, object? state) => d(state);

    private void Step()
    {
        if (_ready.TryDequeue(out var work))
            work.Callback(work.State);
        else if (!_time.JumpToNextTimer())
            throw new InvalidOperationException("Everybody waits, and no timer is set.");
    }
}
