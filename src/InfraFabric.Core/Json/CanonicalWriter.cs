using System.Buffers.Text;
using System.Text;

namespace InfraFabric.Core.Json;

/// <summary>
/// Writes one object in the canonical form of <see cref="CanonicalJson"/> without reading it again. The caller gives
/// the members in the order of their names, each once, and names that need no escape.
/// </summary>
public sealed class CanonicalWriter : IDisposable
{
    private const int LongestNumber = 20;

    private PooledBytes _bytes = new(1024);
    private PooledBytes _text = new(256);
    private bool _hasMember;

    /// <summary>What has been written since it was last begun.</summary>
    public ReadOnlySpan<byte> Written => _bytes.Written;

    /// <summary>Begins an object that is no member of another.</summary>
    public void Begin()
    {
        _bytes.Length = 0;
        _bytes.Append((byte)'{');
        _hasMember = false;
    }

    /// <summary>Begins an object that is a member.</summary>
    public void Begin(string name)
    {
        Name(name);
        _bytes.Append((byte)'{');
        _hasMember = false;
    }

    public void End()
    {
        _bytes.Append((byte)'}');
        _hasMember = true;
    }

    /// <summary>A member that is a text; nothing for null.</summary>
    public void Member(string name, string? value)
    {
        if (value is null)
            return;
        Name(name);
        Text(value);
    }

    /// <summary>A member that is a whole number of at most 2^53; nothing for null.</summary>
    public void Member(string name, long? value)
    {
        if (value is not { } number)
            return;
        Name(name);
        Utf8Formatter.TryFormat(number, _bytes.Reserve(LongestNumber), out var length);
        _bytes.Length += length;
    }

    public void Dispose()
    {
        _bytes.Dispose();
        _text.Dispose();
    }

    private void Name(string name)
    {
        if (_hasMember)
            _bytes.Append((byte)',');
        _hasMember = true;
        Text(name);
        _bytes.Append((byte)':');
    }

    private void Text(string value)
    {
        _text.Length = 0;
        // Half a surrogate pair becomes U+FFFD: what is written is always text.
        _text.Length = Encoding.UTF8.GetBytes(value, _text.Reserve(Encoding.UTF8.GetMaxByteCount(value.Length)));
        JsonText.Write(_text.Written, ref _bytes);
    }
}
