using InfraFabric.Core.Ids;
using InfraFabric.State.Storage;

namespace InfraFabric.State.Contract;

/// <summary>
/// The stored form of a note, the same in every backend: numbered fields, each with its length, so that a later
/// version can add one and an earlier version passes over it. Every commit carries one, hence not JSON: it is a third
/// of the size.
/// </summary>
public static class WitnessNoteForm
{
    [ThreadStatic]
    private static PackedWriter? _writer;

    private enum Field : byte
    {
        Trace = 1,
        Actor = 2,
        Component = 3,
        Operation = 4,
        Subject = 5,
        Time = 6,
        Why = 7,
        Outcome = 8,
        Fence = 9,
        Parameter = 10,
    }

    private static readonly Field[] Required =
        [Field.Trace, Field.Actor, Field.Component, Field.Operation, Field.Subject, Field.Time, Field.Outcome];

    /// <summary>The bytes that a backend stores.</summary>
    public static byte[] Encode(WitnessNote note)
    {
        var writer = _writer ??= new PackedWriter();
        writer.Clear();
        Span<byte> fixedBytes = stackalloc byte[16];
        note.Trace.Value.TryWriteBytes(fixedBytes, bigEndian: true, out _);
        writer.Byte((byte)Field.Trace);
        writer.Bytes(fixedBytes);
        Text(writer, Field.Actor, note.Actor);
        Text(writer, Field.Component, note.Component);
        Text(writer, Field.Operation, note.Operation);
        Text(writer, Field.Subject, note.Subject);
        Number(writer, Field.Time, note.Time.UtcTicks);
        Text(writer, Field.Why, note.Why);
        Text(writer, Field.Outcome, note.Outcome);
        if (note.Fence is { } fence)
            Number(writer, Field.Fence, fence);
        if (note.Parameters is { } parameters)
        {
            foreach (var (name, value) in parameters)
                Text(writer, Field.Parameter, $"{name}\0{value}");
        }

        return writer.Written.ToArray();
    }

    /// <summary>The note that was stored; <see cref="InvalidDataException"/> if the bytes are not one.</summary>
    public static WitnessNote Decode(ReadOnlySpan<byte> stored)
    {
        var reader = new PackedReader(stored);
        var note = new WitnessNote
        {
            Trace = default,
            Actor = "",
            Component = "",
            Operation = "",
            Subject = "",
            Time = default,
        };
        Dictionary<string, string>? parameters = null;
        var found = new HashSet<Field>();
        while (!reader.AtEnd)
        {
            var field = (Field)reader.Byte();
            var value = reader.Slice();
            found.Add(field);
            if (field == Field.Parameter)
                AddParameter(parameters ??= [], new PackedReader(value).RestAsText());
            else
                note = With(note, field, value);
        }

        if (!found.IsSupersetOf(Required))
            throw new InvalidDataException("a note lacks a field that every note has");
        return parameters is null ? note : note with { Parameters = parameters };
    }

    private static WitnessNote With(WitnessNote note, Field field, ReadOnlySpan<byte> value)
    {
        var reader = new PackedReader(value);
        return field switch
        {
            Field.Trace => note with { Trace = TraceToken.From(reader.Id()) },
            Field.Actor => note with { Actor = reader.RestAsText() },
            Field.Component => note with { Component = reader.RestAsText() },
            Field.Operation => note with { Operation = reader.RestAsText() },
            Field.Subject => note with { Subject = reader.RestAsText() },
            Field.Time => note with { Time = new DateTimeOffset(reader.Number(), TimeSpan.Zero) },
            Field.Why => note with { Why = reader.RestAsText() },
            Field.Outcome => note with { Outcome = reader.RestAsText() },
            Field.Fence => note with { Fence = reader.Number() },
            _ => note,
        };
    }

    private static void AddParameter(Dictionary<string, string> parameters, string nameAndValue)
    {
        var end = nameAndValue.IndexOf('\0');
        if (end < 0)
            throw new InvalidDataException("a parameter has no name");
        parameters[nameAndValue[..end]] = nameAndValue[(end + 1)..];
    }

    private static void Text(PackedWriter writer, Field field, string? value)
    {
        if (value is null)
            return;
        writer.Byte((byte)field);
        writer.Text(value);
    }

    private static void Number(PackedWriter writer, Field field, long value)
    {
        writer.Byte((byte)field);
        writer.Byte((byte)PackedWriter.SizeOf(value));
        writer.Number(value);
    }
}
