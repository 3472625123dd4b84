namespace InfraFabric.Server.Tokens;

/// <summary>
/// The challenges that were answered, until they expire by themselves. It never forgets one too early: when it is full,
/// it takes no more.
/// </summary>
internal sealed class UsedNonces(int capacity)
{
    private readonly Lock _lock = new();
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);
    private readonly PriorityQueue<string, long> _byEnd = new();

    /// <summary>Notes that a challenge is used.</summary>
    public NonceOutcome Use(string nonce, long expiresAt, long now)
    {
        lock (_lock)
        {
            while (_byEnd.TryPeek(out var ended, out var end) && end < now)
            {
                _byEnd.Dequeue();
                _used.Remove(ended);
            }

            if (_used.Contains(nonce))
                return NonceOutcome.UsedBefore;
            if (_used.Count >= capacity)
                return NonceOutcome.Full;
            _used.Add(nonce);
            _byEnd.Enqueue(nonce, expiresAt);
            return NonceOutcome.Fresh;
        }
    }
}
