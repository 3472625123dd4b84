using System.Buffers;
using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace InfraFabric.Core.Json;

/// <summary>
/// One pass over a text: values are written as they are read, and the members of an object are put in order when it
/// ends, in place. All memory is pooled; nothing is allocated per value.
/// </summary>
internal ref struct Canonicalizer
{
    private Utf8JsonReader _reader;
    private PooledBytes _output;

    // The unescaped keys of the objects that are open, one after the other, and where each member stands in the output.
    private PooledBytes _keys;
    private Member[] _members;
    private int _memberCount;

    public Canonicalizer(ReadOnlySpan<byte> json)
    {
        _reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = CanonicalJson.MaxDepth });
        _output = new PooledBytes(json.Length + 32);
        _keys = new PooledBytes(256);
        _members = ArrayPool<Member>.Shared.Rent(16);
    }

    public readonly ReadOnlySpan<byte> Written => _output.Written;

    public void Run()
    {
        _reader.Read();
        WriteValue();
        _reader.Read();
    }

    public void Dispose()
    {
        _output.Dispose();
        _keys.Dispose();
        ArrayPool<Member>.Shared.Return(_members);
        _members = [];
    }

    private void WriteValue()
    {
        switch (_reader.TokenType)
        {
            case JsonTokenType.StartObject:
                WriteObject();
                break;
            case JsonTokenType.StartArray:
                WriteArray();
                break;
            case JsonTokenType.String:
                WriteString();
                break;
            case JsonTokenType.Number:
                WriteNumber();
                break;
            default:
                // true, false and null are written in one way only.
                _output.Append(_reader.ValueSpan);
                break;
        }
    }

    private void WriteArray()
    {
        _output.Append((byte)'[');
        var isFirst = true;
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            if (!isFirst)
                _output.Append((byte)',');
            isFirst = false;
            WriteValue();
        }

        _output.Append((byte)']');
    }

    private void WriteObject()
    {
        _output.Append((byte)'{');
        var (firstMember, firstKey, start) = (_memberCount, _keys.Length, _output.Length);
        var inOrder = true;
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject)
        {
            if (_memberCount > firstMember)
                _output.Append((byte)',');

            var (key, from) = (_keys.Length, _output.Length);
            WriteKey();
            var member = new Member(key, _keys.Length - key, from);
            inOrder = inOrder && (_memberCount == firstMember || Order(_members[_memberCount - 1], member) < 0);
            var index = Push(member);

            _output.Append((byte)':');
            _reader.Read();
            WriteValue();
            _members[index].Length = _output.Length - from;
        }

        if (!inOrder)
            Sort(_members.AsSpan(firstMember, _memberCount - firstMember), start);
        _memberCount = firstMember;
        _keys.Length = firstKey;
        _output.Append((byte)'}');
    }

    private readonly int Order(Member a, Member b) => KeyOrder.Compare(KeyOf(a), KeyOf(b));

    private readonly ReadOnlySpan<byte> KeyOf(Member member) => _keys.Written.Slice(member.Key, member.KeyLength);

    private int Push(Member member)
    {
        if (_memberCount == _members.Length)
        {
            var larger = ArrayPool<Member>.Shared.Rent(_members.Length * 2);
            _members.CopyTo(larger, 0);
            ArrayPool<Member>.Shared.Return(_members);
            _members = larger;
        }

        _members[_memberCount] = member;
        return _memberCount++;
    }

    private readonly void Sort(Span<Member> members, int start)
    {
        new MemberOrder(_keys.Array).Sort(members);
        for (var i = 1; i < members.Length; i++)
        {
            if (Order(members[i - 1], members[i]) == 0)
                throw CanonicalJson.Invalid($"The key '{Shown(KeyOf(members[i]))}' stands twice in one object.");
        }

        var unordered = _output.Array.AsSpan(start, _output.Length - start);
        var copy = ArrayPool<byte>.Shared.Rent(unordered.Length);
        unordered.CopyTo(copy);
        var to = 0;
        foreach (var member in members)
        {
            if (to > 0)
                unordered[to++] = (byte)',';
            copy.AsSpan(member.From - start, member.Length).CopyTo(unordered[to..]);
            to += member.Length;
        }

        Debug.Assert(to == unordered.Length, "Sorting moves members and loses none.");
        ArrayPool<byte>.Shared.Return(copy);
    }

    private void WriteKey()
    {
        var from = _keys.Length;
        Unescape(ref _keys);
        if (_reader.ValueIsEscaped)
            JsonText.Write(_keys.Written[from..], ref _output);
        else
            WriteRaw();
    }

    private void WriteString()
    {
        if (!_reader.ValueIsEscaped)
        {
            WriteRaw();
            return;
        }

        var from = _keys.Length;
        Unescape(ref _keys);
        JsonText.Write(_keys.Written[from..], ref _output);
        _keys.Length = from;
    }

    // A string without an escape holds no character that needs one, so it is canonical as it stands.
    private void WriteRaw()
    {
        _output.Append((byte)'"');
        _output.Append(_reader.ValueSpan);
        _output.Append((byte)'"');
    }

    private void Unescape(ref PooledBytes into)
    {
        var room = into.Reserve(_reader.ValueSpan.Length);
        try
        {
            into.Length += _reader.CopyString(room);
        }
        catch (InvalidOperationException e)
        {
            throw CanonicalJson.Invalid("It holds half a surrogate pair.", e);
        }
    }

    private void WriteNumber()
    {
        if (!_reader.TryGetDouble(out var number) || !double.IsFinite(number))
            throw CanonicalJson.Invalid($"The number {Shown(_reader.ValueSpan)} is beyond the range of a double.");
        _output.Length += JsonNumber.Write(number, _output.Reserve(JsonNumber.MaxLength));
    }

    private static string Shown(ReadOnlySpan<byte> text) =>
        text.Length > 60 ? $"{Encoding.UTF8.GetString(text[..60])}…" : Encoding.UTF8.GetString(text);
}
