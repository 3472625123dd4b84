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
    /// Every swarm that covers some of what is required; <see cref="KnownSwarm.Found"/> says how much.
    /// </summary>
    public void Find(IReadOnlyList<Capability> required, List<KnownSwarm> found)
    {
        var search = ++_searches;
        var skills = _skills.GetAlternateLookup<ReadOnlySpan<char>>();
        var domains = _domains.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var place = 0; place < required.Count; place++)
        {
            if (skills.TryGetValue(required[place].Name, out var bySkill))
                Count(bySkill, required[place], search, place, found);
            if (domains.TryGetValue(required[place].Domain, out var byDomain))
                Count(byDomain, required[place], search, place, found);
        }
    }

    private static void Count(
        List<(KnownSwarm Swarm, Capability Offer)> offers, Capability required, long search, int place,
        List<KnownSwarm> found)
    {
        foreach (var (swarm, offer) in offers)
        {
            if (!offer.Covers(required))
                continue;
            if (swarm.Found.Search != search)
            {
                swarm.Found = (search, place, 1);
                found.Add(swarm);
            }
            else if (swarm.Found.Last != place)
            {
                swarm.Found = (search, place, swarm.Found.Covered + 1);
            }
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
