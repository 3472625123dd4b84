using System.Buffers.Binary;
using System.Text;

namespace InfraFabric.State.Storage;

/// <summary>
/// Reads what <see cref="PackedWriter"/> wrote. Every length is checked against what is left; anything else than a
/// whole, unchanged form throws <see cref="InvalidDataException"/>.
/// </summary>
internal ref struct PackedReader
{
    private ReadOnlySpan<byte> _left;

    /// <summary>Opens a sealed form that was stored at a place.</summary>
    public PackedReader(ReadOnlySpan<byte> form, long place)
    {
        if (form.Length < Checksum.Size
            || BinaryPrimitives.ReadUInt32LittleEndian(form) != Checksum.Of(place, form[Checksum.Size..]))
        {
            throw new InvalidDataException("its checksum does not match");
        }

        _left = form[Checksum.Size..];
    }

    /// <summary>Opens a form that is sealed by what holds it.</summary>
    public PackedReader(ReadOnlySpan<byte> form) => _left = form;

    public readonly bool AtEnd => _left.IsEmpty;

    public byte Byte() => Take(1)[0];

    public long Number()
    {
        ulong value = 0;
        for (var shift = 0; shift < 63; shift += 7) // nine bytes hold 63 bits
        {
            var next = Byte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return (long)value;
        }

        throw new InvalidDataException("a number is too long");
    }

    /// <summary>A number of things of which each takes at least one byte.</summary>
    public int Count()
    {
        var count = Number();
        return count <= _left.Length ? (int)count : throw new InvalidDataException("a length passes the end");
    }

    public byte[] Bytes() => Take(Count()).ToArray();

    /// <summary>Length-prefixed bytes, not copied.</summary>
    public ReadOnlySpan<byte> Slice() => Take(Count());

    /// <summary>All that is left, as UTF-8.</summary>
    public string RestAsText() => Encoding.UTF8.GetString(Take(_left.Length));

    public string Ascii() => Encoding.ASCII.GetString(Take(Count()));

    public Guid Id() => new(Take(16), bigEndian: true);

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _left.Length)
            throw new InvalidDataException("it ends too early");
        var taken = _left[..count];
        _left = _left[count..];
        return taken;
    }
}
