using InfraFabric.State.Contract;

namespace InfraFabric.State.Memory;

/// <summary>
/// The newest version of every key, in order: a two-level tree of sorted leaves. A million keys are some four thousand
/// leaves, so that an insertion moves a few kilobytes at most and a page of a list reads memory in order.
/// </summary>
internal sealed class RecordTree
{
    private const int LeafCapacity = 512;

    // The first key of each leaf, beside the leaves, so that a search touches one array before it touches a leaf.
    // The first leaf's entry is never compared: it takes everything below the second.
    private readonly List<string> _firstKeys = [""];
    private readonly List<Leaf> _leaves = [new Leaf()];

    public int Count { get; private set; }

    public Record? Find(string key)
    {
        var leaf = _leaves[LeafOf(key)];
        var index = leaf.IndexOf(key);
        return index >= 0 ? leaf.Versions[index] : null;
    }

    /// <summary>Makes a version the newest of its key, in front of the one that was.</summary>
    public void Push(Record version)
    {
        var key = version.Key.Text;
        var leafIndex = LeafOf(key);
        var leaf = _leaves[leafIndex];
        var index = leaf.IndexOf(key);
        if (index >= 0)
        {
            version.Previous = leaf.Versions[index];
            leaf.Versions[index] = version;
            return;
        }

        if (leaf.Count == LeafCapacity)
        {
            // Keys often arrive in order; a full last leaf then stays full instead of half empty.
            var keep = leafIndex == _leaves.Count - 1 && ~index == LeafCapacity ? LeafCapacity : LeafCapacity / 2;
            var right = leaf.SplitAt(keep);
            _leaves.Insert(leafIndex + 1, right);
            _firstKeys.Insert(leafIndex + 1, right.Count == 0 ? key : right.Versions[0].Key.Text);
            if (string.CompareOrdinal(key, _firstKeys[leafIndex + 1]) >= 0)
                leaf = right;
            index = leaf.IndexOf(key);
        }

        leaf.Insert(~index, version);
        Count++;
    }

    /// <summary>Forgets a key and all its versions.</summary>
    public void Remove(string key)
    {
        var leafIndex = LeafOf(key);
        var leaf = _leaves[leafIndex];
        var index = leaf.IndexOf(key);
        if (index < 0)
            return;
        leaf.RemoveAt(index);
        Count--;
        if (leaf.Count == 0 && _leaves.Count > 1)
        {
            _leaves.RemoveAt(leafIndex);
            _firstKeys.RemoveAt(leafIndex);
        }
    }

    /// <summary>The newest versions of all keys from a key on, in order. The tree must not change meanwhile.</summary>
    public IEnumerable<Record> From(string key)
    {
        var leafIndex = LeafOf(key);
        var start = _leaves[leafIndex].IndexOf(key);
        for (var index = start < 0 ? ~start : start; leafIndex < _leaves.Count; leafIndex++, index = 0)
        {
            var leaf = _leaves[leafIndex];
            for (; index < leaf.Count; index++)
                yield return leaf.Versions[index];
        }
    }

    private int LeafOf(string key)
    {
        int low = 1, high = _firstKeys.Count - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            if (string.CompareOrdinal(_firstKeys[middle], key) <= 0)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return low - 1;
    }

    private sealed class Leaf
    {
        public Record[] Versions { get; private set; } = new Record[16];

        public int Count { get; private set; }

        /// <summary>The place of a key, or the complement of the place where it belongs.</summary>
        public int IndexOf(string key)
        {
            int low = 0, high = Count - 1;
            while (low <= high)
            {
                var middle = (low + high) >>> 1;
                var order = string.CompareOrdinal(Versions[middle].Key.Text, key);
                if (order == 0)
                    return middle;
                if (order < 0)
                    low = middle + 1;
                else
                    high = middle - 1;
            }

            return ~low;
        }

        public void Insert(int index, Record version)
        {
            if (Count == Versions.Length)
            {
                var grown = new Record[Math.Min(LeafCapacity, Count * 2)];
                Array.Copy(Versions, grown, Count);
                Versions = grown;
            }

            Array.Copy(Versions, index, Versions, index + 1, Count - index);
            Versions[index] = version;
            Count++;
        }

        public void RemoveAt(int index)
        {
            Count--;
            Array.Copy(Versions, index + 1, Versions, index, Count - index);
            Versions[Count] = null!;
        }

        public Leaf SplitAt(int keep)
        {
            var right = new Leaf { Versions = new Record[LeafCapacity], Count = Count - keep };
            Array.Copy(Versions, keep, right.Versions, 0, right.Count);
            Array.Clear(Versions, keep, right.Count);
            Count = keep;
            return right;
        }
    }
}
