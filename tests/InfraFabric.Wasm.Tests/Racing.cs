namespace InfraFabric.Wasm.Tests;

/// <summary>Does the same on several threads that begin together.</summary>
internal static class Racing
{
    public static T[] Run<T>(int threads, Func<int, T> work)
    {
        using var start = new Barrier(threads);
        var results = new T[threads];
        var failures = new Exception?[threads];
        var running = Enumerable.Range(0, threads).Select(index => new Thread(() =>
        {
            start.SignalAndWait();
            try
            {
                results[index] = work(index);
            }
            catch (Exception exception)
            {
                failures[index] = exception;
            }
        })).ToList();
        running.ForEach(thread => thread.Start());
        running.ForEach(thread => thread.Join());
        failures.ShouldAllBe(failure => failure == null);
        return results;
    }
}
