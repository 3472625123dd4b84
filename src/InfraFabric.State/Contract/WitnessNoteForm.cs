using InfraFabric.Core.Ids;
using InfraFabric.Core.Units;
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
        Stage = 11,
        Severity = 12,
        Cost = 13,
        Personal = 14,
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
        if (note.Stage != default)
            Number(writer, Field.Stage, (long)note.Stage);
        if (note.Severity != default)
            Number(writer, Field.Severity, (long)note.Severity);
        if (note.Cost is { } cost)
            Number(writer, Field.Cost, cost.MicroUsd);
        if (note.Fence is { } fence)
            Number(writer, Field.Fence, fence);
        Pairs(writer, Field.Parameter, note.Parameters);
        Pairs(writer, Field.Personal, note.Personal);
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
        Dictionary<string, string>? personal = null;
        var found = new HashSet<Field>();
        while (!reader.AtEnd)
        {
            var field = (Field)reader.Byte();
            var value = reader.Slice();
            found.Add(field);
            if (field == Field.Parameter)
                AddPair(parameters ??= [], new PackedReader(value).RestAsText());
            else if (field == Field.Personal)
                AddPair(personal ??= [], new PackedReader(value).RestAsText());
            else
                note = With(note, field, value);
        }

        if (!found.IsSupersetOf(Required))
            throw new InvalidDataException("a note lacks a field that every note has");
        return parameters is null && personal is null
            ? note
            : note with { Parameters = parameters, Personal = personal };
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
            Field.Stage => note with { Stage = (NoteStage)reader.Number() },
            Field.Severity => note with { Severity = (NoteSeverity)reader.Number() },
            Field.Cost => note with { Cost = Money.FromMicroUsd(reader.Number()) },
            Field.Fence => note with { Fence = reader.Number() },
            _ => note,
        };
    }

    private static void AddPair(Dictionary<string, string> pairs, string nameAndValue)
    {
        var end = nameAndValue.IndexOf('\0');
        if (end < 0)
            throw new InvalidDataException("a pair has no name");
        pairs[nameAndValue[..end]] = nameAndValue[(end + 1)..];
    }

    private static void Pairs(PackedWriter writer, Field field, IReadOnlyDictionary<string, string>? pairs)
    {
        if (pairs is null)
            return;
        foreach (var (name, value) in pairs)
            Text(writer, field, $"{name}\0{value}");
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
