using InfraFabric.Core.Ids;

namespace InfraFabric.Governor.Registry;

/// <summary>
/// Who offers what: under each skill those who offer it, and under each domain those who offer all of it.
/// </summary>
internal sealed class CapabilityIndex
{
    private readonly Dictionary<string, List<(KnownSwarm Swarm, Capability Offer)>> _skills =
        new(StringComparer.Ordinal);

    private readonly Dictionary<string, List<(KnownSwarm Swarm, Capability Offer)>> _domains =
        new(StringComparer.Ordinal);

    private readonly List<(int Length, int Place)> _shortest = [];
    private long _searches;

    /// <summary>Puts a swarm under what it offers now.</summary>
    public void Put(KnownSwarm swarm, Capability[] offers)
    {
        if (swarm.Offers.AsSpan().SequenceEqual(offers))
            return;
        foreach (var offer in swarm.Offers)
            Remove(swarm, offer);
        swarm.Offers = offers;
        foreach (var offer in offers)
        {
            var (table, key) = PlaceOf(offer);
            if (!table.TryGetValue(key, out var list))
                table.Add(key, list = []);
            list.Add((swarm, offer));
        }
    }

    public void Clear()
    {
        _skills.Clear();
        _domains.Clear();
    }

    /// <summary>
    /// Every swarm that covers at least so much of what is required; <see cref="KnownSwarm.Found"/> says how much.
    /// Whoever covers all but a few of it is in the list of at least one of any few and one more: so only the shortest
    /// lists are looked at.
    /// </summary>
    public void Find(IReadOnlyList<Capability> required, int atLeast, List<KnownSwarm> found)
    {
        var search = ++_searches;
        _shortest.Clear();
        for (var place = 0; place < required.Count; place++)
            _shortest.Add((LengthOf(required[place]), place));
        _shortest.Sort();
        var looked = Math.Min(required.Count, required.Count - Math.Max(1, atLeast) + 1);
        for (var i = 0; i < looked; i++)
            Gather(required[_shortest[i].Place], required, atLeast, search, found);
    }

    /// <summary>Every swarm that covers one thing, and how much of all that is required.</summary>
    public void FindThose(Capability above, IReadOnlyList<Capability> required, List<KnownSwarm> found) =>
        Gather(above, required, atLeast: 1, ++_searches, found);

    private static int CountCovered(KnownSwarm swarm, IReadOnlyList<Capability> required)
    {
        var covered = 0;
        for (var place = 0; place < required.Count; place++)
        {
            if (swarm.CanDo(required[place]))
                covered++;
        }

        return covered;
    }

    private int LengthOf(Capability required) =>
        (_skills.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(required.Name, out var skill) ? skill.Count : 0)
        + (_domains.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(required.Domain, out var all) ? all.Count : 0);

    private void Gather(
        Capability one, IReadOnlyList<Capability> required, int atLeast, long search, List<KnownSwarm> found)
    {
        if (_skills.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(one.Name, out var skill))
            Gather(skill, one, required, atLeast, search, found);
        if (_domains.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(one.Domain, out var domain))
            Gather(domain, one, required, atLeast, search, found);
    }

    private static void Gather(
        List<(KnownSwarm Swarm, Capability Offer)> offers, Capability one, IReadOnlyList<Capability> required,
        int atLeast, long search, List<KnownSwarm> found)
    {
        foreach (var (swarm, offer) in offers)
        {
            if (swarm.Found.Search == search || (one.Version is not null && !offer.Covers(one)))
                continue;
            var covered = required.Count == 1 ? 1 : CountCovered(swarm, required);
            swarm.Found = (search, covered);
            if (covered >= atLeast)
                found.Add(swarm);
        }
    }

    private void Remove(KnownSwarm swarm, Capability offer)
    {
        var (table, key) = PlaceOf(offer);
        if (!table.TryGetValue(key, out var list))
            return;
        var place = list.FindIndex(one => ReferenceEquals(one.Swarm, swarm) && one.Offer == offer);
        if (place < 0)
            return;
        list[place] = list[^1];
        list.RemoveAt(list.Count - 1);
        if (list.Count == 0)
            table.Remove(key);
    }

    private (Dictionary<string, List<(KnownSwarm Swarm, Capability Offer)>> Table, string Key) PlaceOf(
        Capability offer) => offer.IsDomain ? (_domains, offer.Domain.ToString()) : (_skills, offer.Name.ToString());
}
