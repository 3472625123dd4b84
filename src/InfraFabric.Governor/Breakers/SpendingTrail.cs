using InfraFabric.Core.Ids;
using InfraFabric.Core.Units;
using InfraFabric.Governor.Budgets;

namespace InfraFabric.Governor.Breakers;

/// <summary>
/// How fast swarms spend, and which calls they repeat, added up from their reservations. Not safe for more than one
/// thread.
/// </summary>
internal sealed class SpendingTrail
{
    private static readonly int Seconds = (int)BreakerLimits.Pace.TotalSeconds;

    private readonly Dictionary<(SwarmName Swarm, long Second), (Money Sum, int Count)> _pace = [];
    private readonly Dictionary<(SwarmName Swarm, string Call), Dictionary<ReservationId, DateTimeOffset>> _calls = [];

    public void Add(ReservationId id, ReservationRecord reservation)
    {
        if (reservation.Spender is not { } swarm)
            return;
        var slot = (swarm, SecondOf(reservation.At));
        var (sum, count) = _pace.GetValueOrDefault(slot);
        _pace[slot] = (sum + (reservation.Spent ?? reservation.Amount), count + 1);
        if (reservation.Call is not { } call)
            return;
        if (!_calls.TryGetValue((swarm, call), out var times))
            _calls.Add((swarm, call), times = []);
        times[id] = reservation.At;
    }

    public void Remove(ReservationId id, ReservationRecord reservation)
    {
        if (reservation.Spender is not { } swarm)
            return;
        var slot = (swarm, SecondOf(reservation.At));
        var (sum, count) = _pace.GetValueOrDefault(slot);
        if (count <= 1)
            _pace.Remove(slot);
        else
            _pace[slot] = (sum - (reservation.Spent ?? reservation.Amount), count - 1);
        if (reservation.Call is { } call && _calls.TryGetValue((swarm, call), out var times) && times.Remove(id)
            && times.Count == 0)
        {
            _calls.Remove((swarm, call));
        }
    }

    public void Clear()
    {
        _pace.Clear();
        _calls.Clear();
    }

    /// <summary>What a swarm has spent and reserved in the last minute.</summary>
    public Money PaceOf(SwarmName swarm, DateTimeOffset now)
    {
        var sum = Money.Zero;
        for (var (second, first) = (SecondOf(now), SecondOf(now) - Seconds); second > first; second--)
            sum += _pace.GetValueOrDefault((swarm, second)).Sum;
        return sum;
    }

    /// <summary>How often a swarm has made a call within the time in which that counts.</summary>
    public int CallsOf(SwarmName swarm, string call, DateTimeOffset now) =>
        _calls.TryGetValue((swarm, call), out var times)
            ? times.Values.Count(at => at > now - BreakerLimits.SameCallsWithin)
            : 0;

    private static long SecondOf(DateTimeOffset time) => time.ToUnixTimeSeconds();
}
