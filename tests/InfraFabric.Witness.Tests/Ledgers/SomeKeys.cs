using System.Collections;
using InfraFabric.Core.Crypto;
using InfraFabric.Witness.Notes;

namespace InfraFabric.Witness.Tests.Ledgers;

/// <summary>Keys by number, the present one of which changes as in a server.</summary>
internal sealed class SomeKeys : IReadOnlyList<SigningKey>, IDisposable
{
    private readonly List<SigningKey> _all =
        [.. Enumerable.Range(1, 5).Select(i => SigningKey.FromSeed([.. Enumerable.Repeat((byte)i, 32)]))];

    private int _present;

    /// <summary>Those that are at hand to be the next, by their numbers.</summary>
    public HashSet<int> Staged { get; } = [];

    public int Count => 1;

    public SigningKey this[int index] => _all[_present];

    public SigningKey Secret(int number) => _all[number];

    public NoteKey Key(string origin, int number) =>
        NoteKey.Of(origin, NoteKeyKind.Ed25519, _all[number].VerifyKey);

    public bool Adopt(VerifyKey key)
    {
        var number = _all.FindIndex(one => one.VerifyKey == key);
        if (!Staged.Remove(number))
            return false;
        _present = number;
        return true;
    }

    public IEnumerator<SigningKey> GetEnumerator() => _all.Skip(_present).Take(1).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void Dispose() => _all.ForEach(key => key.Dispose());
}
