namespace InfraFabric.Wasm.Recordings;

/// <summary>What the host did in a run: enough to run it again without the host.</summary>
public sealed class Recording
{
    internal Recording(long? fuel, IReadOnlyList<RecordedImport> imports, IReadOnlyList<RecordedCall> calls)
    {
        Fuel = fuel;
        Imports = imports;
        Calls = calls;
    }

    /// <summary>The fuel that the store began with; null when it was not limited, or nothing was called.</summary>
    public long? Fuel { get; }

    public int CallCount => Calls.Count;

    internal IReadOnlyList<RecordedImport> Imports { get; }

    internal IReadOnlyList<RecordedCall> Calls { get; }

    /// <summary>Reads what <see cref="ToArray"/> gave, and trusts nothing in it.</summary>
    /// <exception cref="InvalidDataException">The bytes are no recording, one of another version, or too
    /// large.</exception>
    public static Recording Read(ReadOnlySpan<byte> bytes, RecordingLimits? limits = null) =>
        new RecordingReader(bytes, limits ?? RecordingLimits.Default).Read();

    public byte[] ToArray() => RecordingWriter.Write(this);
}
