using System.Text;
using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm.Recordings;

/// <summary>
/// Writes the format of recordings: numbers are 7 bits a byte, texts UTF-8 behind their length, values their bytes,
/// whose lengths follow from the types of the functions. Of fuel there is the difference to the call before.
/// </summary>
internal static class RecordingWriter
{
    public const byte Version = 1;

    public static ReadOnlySpan<byte> Magic => "IFWR"u8;

    public static byte[] Write(Recording recording)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes, Encoding.UTF8);
        writer.Write(Magic);
        writer.Write(Version);
        writer.Write(recording.Fuel is not null);
        writer.Write7BitEncodedInt64(recording.Fuel ?? 0);
        writer.Write7BitEncodedInt(recording.Imports.Count);
        foreach (var import in recording.Imports)
            Write(writer, import);
        writer.Write7BitEncodedInt(recording.Calls.Count);
        var fuel = recording.Fuel ?? 0;
        foreach (var call in recording.Calls)
        {
            writer.Write7BitEncodedInt(call.Import);
            writer.Write7BitEncodedInt64(fuel - call.Fuel);
            fuel = call.Fuel;
            Write(writer, call);
        }

        writer.Flush();
        return bytes.ToArray();
    }

    private static void Write(BinaryWriter writer, RecordedImport import)
    {
        writer.Write(import.Module);
        writer.Write(import.Name);
        Write(writer, import.Type.Parameters);
        Write(writer, import.Type.Results);
    }

    private static void Write(BinaryWriter writer, IReadOnlyCollection<ValueKind> kinds)
    {
        writer.Write7BitEncodedInt(kinds.Count);
        foreach (var kind in kinds)
            writer.Write((byte)kind);
    }

    private static void Write(BinaryWriter writer, RecordedCall call)
    {
        writer.Write(call.Arguments);
        writer.Write7BitEncodedInt(call.Effects.Count);
        foreach (var effect in call.Effects)
        {
            writer.Write((byte)effect.Kind);
            writer.Write7BitEncodedInt(effect.Target);
            writer.Write7BitEncodedInt64(effect.Amount);
            writer.Write7BitEncodedInt(effect.Bytes.Length);
            writer.Write(effect.Bytes);
        }

        writer.Write((byte)call.End);
        switch (call.End)
        {
            case CallEnd.Results:
                writer.Write(call.Results);
                break;
            case CallEnd.Failure:
                writer.Write(call.Failure.Type);
                writer.Write(call.Failure.Message);
                break;
            case CallEnd.Exception:
                writer.Write7BitEncodedInt(call.Code);
                Write(writer, call.Thrown);
                writer.Write(call.Results);
                break;
            default:
                writer.Write7BitEncodedInt(call.Code);
                break;
        }
    }
}
