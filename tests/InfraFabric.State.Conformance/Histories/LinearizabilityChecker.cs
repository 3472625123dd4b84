using System.Collections;

namespace InfraFabric.State.Conformance.Histories;

/// <summary>
/// Decides whether the operations on one register could have happened one at a time, each at some moment between its
/// question and its answer: a search over the orders that the times allow (Wing and Gong), which remembers the
/// combinations of operations done and value left that led nowhere (Lowe).
/// </summary>
public static class LinearizabilityChecker
{
    /// <summary>True if such an order exists.</summary>
    public static bool IsLinearizable(IEnumerable<Operation> history)
    {
        var operations = history.OrderBy(o => o.Asked).ToArray();
        return new Search(operations).Run();
    }

    private sealed class Search(Operation[] operations)
    {
        private readonly bool[] _done = new bool[operations.Length];
        private readonly HashSet<(string Done, string? Value)> _deadEnds = [];
        private readonly Stack<(int Index, string? ValueBefore)> _path = new();
        private string? _value;
        private int _first;

        public bool Run()
        {
            var next = 0;
            while (true)
            {
                SkipDone();
                if (AllKnownDone())
                    return true;
                if (Advance(next))
                {
                    next = 0;
                    continue;
                }

                _deadEnds.Add((Fingerprint(), _value));
                if (_path.Count == 0)
                    return false;
                var (index, before) = _path.Pop();
                _done[index] = false;
                _first = Math.Min(_first, index);
                _value = before;
                next = index + 1;
            }
        }

        /// <summary>
        /// Does the first operation from an index on that may come next and that leads to something new.
        /// </summary>
        private bool Advance(int from)
        {
            var earliestAnswer = EarliestAnswer();
            for (var i = Math.Max(from, _first); i < operations.Length && operations[i].Asked <= earliestAnswer; i++)
            {
                if (_done[i] || !Fits(operations[i], out var after))
                    continue;
                _done[i] = true;
                if (_deadEnds.Contains((Fingerprint(), after)))
                {
                    _done[i] = false;
                    continue;
                }

                _path.Push((i, _value));
                _value = after;
                return true;
            }

            return false;
        }

        private bool Fits(Operation operation, out string? after)
        {
            after = _value;
            switch (operation.Kind)
            {
                case OperationKind.Read:
                    return _value == operation.Value;
                case OperationKind.Write:
                    after = operation.Value;
                    return true;
                default:
                    var swaps = _value == operation.Expected;
                    if (swaps && (operation.Succeeded || operation.IsUnknown))
                        after = operation.Value;
                    return operation.IsUnknown || swaps == operation.Succeeded;
            }
        }

        // What is asked only after another was answered cannot come before it.
        private long EarliestAnswer()
        {
            var earliest = long.MaxValue;
            for (var i = _first; i < operations.Length && operations[i].Asked <= earliest; i++)
            {
                if (!_done[i])
                    earliest = Math.Min(earliest, operations[i].Answered);
            }

            return earliest;
        }

        private void SkipDone()
        {
            while (_first < operations.Length && _done[_first])
                _first++;
        }

        private bool AllKnownDone()
        {
            for (var i = _first; i < operations.Length; i++)
            {
                if (!_done[i] && !operations[i].IsUnknown)
                    return false;
            }

            return true;
        }

        private string Fingerprint()
        {
            var bits = new BitArray(_done);
            var bytes = new byte[(bits.Length + 7) / 8];
            bits.CopyTo(bytes, 0);
            return Convert.ToHexString(bytes);
        }
    }
}
