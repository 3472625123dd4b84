namespace InfraFabric.Coordinator.Board;

/// <summary>
/// Deals out turns across fairness keys, as self-clocked fair queueing does: each task is given its turn when it
/// becomes ready, one step of its key after that key's task before it, and never before the turn that is being served.
/// A key with a long queue therefore cannot hold back one that has just begun.
/// </summary>
internal sealed class FairTurns
{
    private const int KeysBeforeTidying = 4096;

    private readonly Dictionary<string, double> _last = new(StringComparer.Ordinal);
    private double _served;
    private int _tidyAt = KeysBeforeTidying;

    public double Next(string key, double weight)
    {
        var turn = Math.Max(_served, _last.GetValueOrDefault(key)) + (1 / weight);
        if (_last.Count >= _tidyAt)
            Tidy();
        _last[key] = turn;
        return turn;
    }

    public void Serve(double turn) => _served = Math.Max(_served, turn);

    // A key whose last turn has been served starts anew like one that was never seen.
    private void Tidy()
    {
        foreach (var key in _last.Where(pair => pair.Value <= _served).Select(pair => pair.Key).ToList())
            _last.Remove(key);
        _tidyAt = Math.Max(KeysBeforeTidying, _last.Count * 2);
    }
}
