using System.Buffers.Binary;
using System.Security.Cryptography;

namespace InfraFabric.Core.Ids;

/// <summary>
/// Makes ids: UUIDs of version 7 (RFC 9562), which sort in the order in which this source made them, also within one
/// millisecond and when the clock is set back. Safe for any number of threads.
/// </summary>
public sealed class IdSource
{
    // 62 random bits stand beside the time and the counter, so that sources on other machines do not collide.
    private const int RandomBytesPerId = 8;
    private const int CounterLimit = 1 << 12;

    private readonly TimeProvider _clock;
    private readonly Random? _random;
    private readonly Lock _lock = new();
    private readonly byte[] _block = new byte[64 * RandomBytesPerId];
    private int _used;
    private long _millisecond;
    private int _counter;

    /// <summary>A source whose ids cannot be guessed.</summary>
    public IdSource(TimeProvider clock)
        : this(clock, random: null)
    {
    }

    /// <summary>A source for simulations: the same clock and the same seed make the same ids.</summary>
    public IdSource(TimeProvider clock, Random? random)
    {
        _clock = clock;
        _random = random;
        _used = _block.Length;
    }

    /// <summary>The next id; greater than every one before it.</summary>
    public Guid Next()
    {
        Span<byte> id = stackalloc byte[16];
        lock (_lock)
        {
            var random = TakeRandom();
            AdvanceTo(_clock.GetUtcNow().ToUnixTimeMilliseconds(), random);
            BinaryPrimitives.WriteInt64BigEndian(id, (_millisecond << 16) | 0x7000L | (uint)_counter);
            BinaryPrimitives.WriteUInt64BigEndian(id[8..], (random & 0x3FFF_FFFF_FFFF_FFFF) | 0x8000_0000_0000_0000);
        }

        return new Guid(id, bigEndian: true);
    }

    // Within a millisecond the counter goes up. It starts in the lower half, so that there is room for 2048 ids; more
    // than that borrow from the next millisecond, and so does a clock that was set back.
    private void AdvanceTo(long now, ulong random)
    {
        if (now <= _millisecond && ++_counter < CounterLimit)
            return;
        _millisecond = Math.Max(now, _millisecond + 1);
        _counter = (int)(random >> 53);
    }

    private ulong TakeRandom()
    {
        if (_used == _block.Length)
        {
            if (_random is null)
                RandomNumberGenerator.Fill(_block);
            else
                _random.NextBytes(_block);
            _used = 0;
        }

        var value = BinaryPrimitives.ReadUInt64LittleEndian(_block.AsSpan(_used));
        _used += RandomBytesPerId;
        return value;
    }
}
