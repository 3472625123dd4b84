using InfraFabric.Wasm.Compilation;

namespace InfraFabric.Wasm.Tiers;

/// <summary>
/// One thread for all modules that optimises what they ask for, in order. It ends when nothing is left to do, and does
/// not keep the process alive.
/// </summary>
internal static class BackgroundCompiler
{
    private static readonly Lock Lock = new();
    private static readonly Queue<Action> Waiting = [];
    private static bool _isRunning;

    public static void Add(Action work)
    {
        lock (Lock)
        {
            Waiting.Enqueue(work);
            if (_isRunning)
                return;
            _isRunning = true;
        }

        new Thread(Run, ModuleCode.ThreadBytes)
        {
            Name = "wasm optimiser",
            IsBackground = true,
            Priority = ThreadPriority.BelowNormal,
        }.Start();
    }

    private static void Run()
    {
        while (Next() is { } work)
            _ = TryRun(work);
    }

    // A function that cannot be optimised stays as it was compiled first, which is slower and nothing else.
    private static bool TryRun(Action work)
    {
        try
        {
            work();
            return true;
        }
        catch (Exception)
        {
            return false;
        }
    }

    private static Action? Next()
    {
        lock (Lock)
        {
            _isRunning = Waiting.TryDequeue(out var work);
            return work;
        }
    }
}
