namespace InfraFabric.State.Etcd.Commits;

/// <summary>
/// Which keys are read and written by some commits. Two commits may go together, or pass each other, only when neither
/// writes a key that the other one reads or writes.
/// </summary>
internal sealed class KeyUse
{
    private readonly Dictionary<string, int> _reads = [];
    private readonly Dictionary<string, int> _writes = [];

    public bool Conflicts(PendingCommit commit)
    {
        foreach (var key in commit.Writes)
        {
            if (_writes.ContainsKey(key) || _reads.ContainsKey(key))
                return true;
        }

        foreach (var key in commit.Reads)
        {
            if (_writes.ContainsKey(key))
                return true;
        }

        return false;
    }

    public void Add(PendingCommit commit)
    {
        foreach (var key in commit.Reads)
            _reads[key] = _reads.GetValueOrDefault(key) + 1;
        foreach (var key in commit.Writes)
            _writes[key] = _writes.GetValueOrDefault(key) + 1;
    }

    public void Remove(PendingCommit commit)
    {
        foreach (var key in commit.Reads)
            Release(_reads, key);
        foreach (var key in commit.Writes)
            Release(_writes, key);
    }

    private static void Release(Dictionary<string, int> uses, string key)
    {
        if (--uses[key] == 0)
            uses.Remove(key);
    }
}
