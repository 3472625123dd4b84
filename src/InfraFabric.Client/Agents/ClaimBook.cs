namespace InfraFabric.Client.Agents;

/// <summary>
/// The claims that an agent has. What the event stream tells of a claim may come before the answer to the call that
/// made it; the fence, which is the revision that made the claim, says what is older.
/// </summary>
internal sealed class ClaimBook
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, TaskClaim> _claims = [];
    private readonly Dictionary<string, (long Revision, string Reason)> _endedEarly = [];
    private (long Revision, IReadOnlySet<string> Held) _picture = (0, new HashSet<string>());
    private int _underWay;

    /// <summary>A call is made that may bring claims.</summary>
    public void Begin()
    {
        lock (_lock)
            _underWay++;
    }

    /// <summary>That call has ended.</summary>
    public void End()
    {
        lock (_lock)
        {
            if (--_underWay == 0)
                _endedEarly.Clear();
        }
    }

    /// <summary>Takes a claim in; the one that is known already, if it is.</summary>
    public TaskClaim Add(TaskClaim claim)
    {
        string? reason;
        lock (_lock)
        {
            if (_claims.TryGetValue(claim.Task, out var known) && known.Fence == claim.Fence)
                return known;
            reason = _endedEarly.TryGetValue(claim.Task, out var ended) && ended.Revision > claim.Fence ? ended.Reason
                : claim.Fence <= _picture.Revision && !_picture.Held.Contains(claim.Task) ? "lost" : null;
            if (reason is null)
                _claims[claim.Task] = claim;
        }

        if (reason is not null)
            claim.Lose(reason);
        return claim;
    }

    /// <summary>The claim of a task, if it is held.</summary>
    public TaskClaim? Find(string task)
    {
        lock (_lock)
            return _claims.GetValueOrDefault(task);
    }

    /// <summary>A claim was ended by its owner.</summary>
    public void Close(TaskClaim claim)
    {
        lock (_lock)
        {
            if (_claims.GetValueOrDefault(claim.Task) == claim)
                _claims.Remove(claim.Task);
        }
    }

    /// <summary>A claim that was made before this revision has ended.</summary>
    public void Ended(string task, long revision, string reason)
    {
        TaskClaim? lost;
        lock (_lock)
        {
            if (_underWay > 0)
                _endedEarly[task] = (revision, reason);
            lost = _claims.GetValueOrDefault(task) is { } claim && claim.Fence < revision ? claim : null;
            if (lost is not null)
                _claims.Remove(task);
        }

        lost?.Lose(reason);
    }

    /// <summary>
    /// Ends the claims that are not in a picture and would have to be; returns the tasks in it of which nothing is
    /// known here, unless a call is under way that may bring them.
    /// </summary>
    public IReadOnlyList<string> Compare(long revision, IReadOnlySet<string> held)
    {
        List<TaskClaim> lost;
        List<string> unknown;
        lock (_lock)
        {
            _picture = (revision, held);
            lost = [.. _claims.Values.Where(claim => claim.Fence <= revision && !held.Contains(claim.Task))];
            foreach (var claim in lost)
                _claims.Remove(claim.Task);
            unknown = _underWay > 0 ? [] : [.. held.Where(task => !_claims.ContainsKey(task))];
        }

        foreach (var claim in lost)
            claim.Lose("lost");
        return unknown;
    }

    /// <summary>The session is over, and every claim with it.</summary>
    public void LoseAll(string reason)
    {
        List<TaskClaim> lost;
        lock (_lock)
        {
            lost = [.. _claims.Values];
            _claims.Clear();
        }

        foreach (var claim in lost)
            claim.Lose(reason);
    }

    /// <summary>The claims whose owners wait for an answer.</summary>
    public IReadOnlyList<TaskClaim> Waiting()
    {
        lock (_lock)
            return [.. _claims.Values.Where(claim => claim.IsWaiting)];
    }
}
