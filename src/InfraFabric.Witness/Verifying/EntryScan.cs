using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Unicode;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Json;
using InfraFabric.State.Contract;
using InfraFabric.Witness.Entries;

namespace InfraFabric.Witness.Verifying;

/// <summary>
/// Reads the bytes of an entry once and without allocating, and takes only what is in canonical form with the members
/// that an entry has. What it does not take may still be an entry that is written in a rarer way:
/// <see cref="ProblemOf"/> says, at leisure.
/// </summary>
internal ref struct EntryScan
{
    private const int TimeLength = 28;
    private const int TraceLength = 36;

    // Larger numbers are left to the slow way, which knows how doubles are written.
    private const int MaxDigits = 15;

    private static readonly SearchValues<byte> EndsText = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(c => (byte)c), (byte)'"', (byte)'\\']);

    private static readonly SearchValues<byte> LowerHex = SearchValues.Create("0123456789abcdef"u8);

    private ReadOnlySpan<byte> _rest;

    private EntryScan(ReadOnlySpan<byte> entry) => _rest = entry;

    /// <summary>The facts of an entry; false if it is none, or is written in a rarer way.</summary>
    public static bool TryRead(ReadOnlySpan<byte> entry, out EntryFacts facts)
    {
        var scan = new EntryScan(entry);
        return scan.TryRead(out facts) && Utf8.IsValid(entry);
    }

    /// <summary>What is wrong with the bytes of an entry; null if they are one.</summary>
    public static string? ProblemOf(ReadOnlyMemory<byte> bytes) =>
        TryRead(bytes.Span, out _) ? null : TryReadSlowly(bytes, out _, out var problem) ? null : problem;

    /// <summary>Reads an entry of any form that is canonical, also one that has members of a later version.</summary>
    public static bool TryReadSlowly(ReadOnlyMemory<byte> bytes, out LedgerEntry? entry, out string? problem)
    {
        (entry, problem) = (null, null);
        try
        {
            entry = EntryForm.Read(bytes);
            if (!CanonicalJson.FromUtf8(bytes.Span).AsSpan().SequenceEqual(bytes.Span))
                problem = "It is not written in canonical form.";
        }
        catch (InvalidDataException none)
        {
            problem = none.Message;
        }
        catch (FabricException refused)
        {
            problem = $"{refused.What} {refused.Why}";
        }

        return problem is null;
    }

    private bool TryRead(out EntryFacts facts)
    {
        facts = default;
        if (!Take("{\"actor\":\""u8) || !TakeText(out var actor)
            || !Take(",\"component\":\""u8) || !TakeText(out _)
            || (Take(",\"cost_micro_usd\":"u8) && !TakeNumber(out _))
            || (Take(",\"fence\":"u8) && !TakeNumber(out _))
            || !Take(",\"operation\":\""u8) || !TakeText(out _)
            || !Take(",\"order\":"u8) || !TakeNumber(out var order) || order is < int.MinValue or > int.MaxValue
            || !Take(",\"outcome\":\""u8) || !TakeText(out _)
            || (Take(",\"parameters\":{"u8) && !TakePairs())
            || (Take(",\"personal\":{"u8) && !TakePairs())
            || !Take(",\"revision\":"u8) || !TakeNumber(out var revision)
            || !Take(",\"sequence\":"u8) || !TakeNumber(out var sequence)
            || !TakeSeverity() || !TakeStage()
            || !Take(",\"subject\":\""u8) || !TakeText(out _)
            || !Take(",\"time\":\""u8) || !TakeTime(out var time)
            || !Take(",\"trace\":\""u8) || !TakeTrace()
            || (Take(",\"why\":\""u8) && !TakeText(out _))
            || !_rest.SequenceEqual("}"u8))
        {
            return false;
        }

        facts = new EntryFacts
        {
            Actor = actor,
            Sequence = sequence,
            Position = new NotePosition(revision, (int)order),
            Time = time,
        };
        return true;
    }

    private bool Take(ReadOnlySpan<byte> expected)
    {
        if (!_rest.StartsWith(expected))
            return false;
        _rest = _rest[expected.Length..];
        return true;
    }

    /// <summary>The rest of a text, up to its closing quote; as it is written, escapes and all.</summary>
    private bool TakeText(out ReadOnlySpan<byte> written)
    {
        var begin = _rest;
        written = default;
        while (true)
        {
            var end = _rest.IndexOfAny(EndsText);
            if (end < 0)
                return false;
            var found = _rest[end];
            _rest = _rest[(end + 1)..];
            if (found == '"')
            {
                written = begin[..(begin.Length - _rest.Length - 1)];
                return true;
            }

            if (found != '\\' || !TakeEscape())
                return false;
        }
    }

    private bool TakeEscape()
    {
        if (_rest.IsEmpty)
            return false;
        var letter = _rest[0];
        _rest = _rest[1..];
        if (letter is (byte)'"' or (byte)'\\' or (byte)'b' or (byte)'t' or (byte)'n' or (byte)'f' or (byte)'r')
            return true;
        // The shortest form is the only one: a control character that has a letter is not written as a number.
        if (letter != 'u' || _rest.Length < 4 || !_rest.StartsWith("00"u8) || _rest[2] is not ((byte)'0' or (byte)'1')
            || !LowerHex.Contains(_rest[3]) || (_rest[2] == '0' && "89acd"u8.Contains(_rest[3])))
        {
            return false;
        }

        _rest = _rest[4..];
        return true;
    }

    private bool TakeNumber(out long number)
    {
        // There are no negative ones in an entry, and a number has no leading zeros.
        number = 0;
        if (_rest.IsEmpty || !char.IsAsciiDigit((char)_rest[0])
            || !Utf8Parser.TryParse(_rest, out number, out int length) || length > MaxDigits
            || (_rest[0] == '0' && length > 1))
        {
            return false;
        }

        _rest = _rest[length..];
        return true;
    }

    private bool TakePairs()
    {
        ReadOnlySpan<byte> last = default;
        var first = true;
        while (Take("\""u8))
        {
            // The order of names beyond ASCII is that of UTF-16, which is not that of bytes: left to the slow way.
            if (!TakeText(out var name) || !Ascii.IsValid(name) || name.Contains((byte)'\\')
                || (!first && last.SequenceCompareTo(name) >= 0) || !Take(":\""u8) || !TakeText(out _))
            {
                return false;
            }

            last = name;
            first = false;
            if (Take("}"u8))
                return true;
            if (!Take(","u8))
                return false;
        }

        return false;
    }

    private bool TakeSeverity() =>
        Take(",\"severity\":\"info\""u8) || Take(",\"severity\":\"low\""u8) || Take(",\"severity\":\"medium\""u8)
        || Take(",\"severity\":\"high\""u8) || Take(",\"severity\":\"critical\""u8);

    private bool TakeStage() =>
        Take(",\"stage\":\"outcome\""u8) || Take(",\"stage\":\"attempt\""u8) || Take(",\"stage\":\"check\""u8);

    private bool TakeTime(out DateTimeOffset time)
    {
        time = default;
        if (_rest.Length <= TimeLength || _rest[TimeLength - 1] != 'Z' || _rest[TimeLength] != '"'
            || !Utf8Parser.TryParse(_rest[..TimeLength], out time, out var length, 'O') || length != TimeLength)
        {
            return false;
        }

        _rest = _rest[(TimeLength + 1)..];
        return true;
    }

    private bool TakeTrace()
    {
        if (_rest.Length <= TraceLength || _rest[TraceLength] != '"')
            return false;
        for (var i = 0; i < TraceLength; i++)
        {
            if (i is 8 or 13 or 18 or 23 ? _rest[i] != '-' : !LowerHex.Contains(_rest[i]))
                return false;
        }

        _rest = _rest[(TraceLength + 1)..];
        return true;
    }
}
