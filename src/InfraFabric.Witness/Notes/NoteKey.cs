using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using InfraFabric.Core.Crypto;
using InfraFabric.Core.Errors;

namespace InfraFabric.Witness.Notes;

/// <summary>
/// Who signs notes: a name and a public key, written as C2SP's signed-note does, <c>name+hash+key</c>.
/// </summary>
public sealed record NoteKey
{
    private const int MaxNameLength = 256;

    private NoteKey(string name, NoteKeyKind kind, VerifyKey key)
    {
        Name = name;
        Kind = kind;
        Key = key;
        Id = IdOf(name, kind, key);
    }

    public string Name { get; }

    public NoteKeyKind Kind { get; }

    public VerifyKey Key { get; }

    /// <summary>The number by which a signature names its key.</summary>
    public uint Id { get; }

    public static NoteKey Of(string name, NoteKeyKind kind, VerifyKey key) =>
        IsName(name)
            ? new NoteKey(name, kind, key)
            : throw new FabricException(ErrorTable.IdInvalid, "The name of a signer is refused.",
                $"It must have 1 to {MaxNameLength} visible characters, without '+'.", "Give another name.");

    /// <summary>Reads a key, in the form in which it is printed.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out NoteKey? key)
    {
        key = null;
        // The key itself may have a plus sign in its base64.
        if (text?.Split('+', 3) is not [var name, var id, var encoded] || !IsName(name))
            return false;
        Span<byte> bytes = stackalloc byte[1 + VerifyKey.Size];
        if (!Convert.TryFromBase64String(encoded, bytes, out var length) || length != bytes.Length
            || !Enum.IsDefined((NoteKeyKind)bytes[0]))
        {
            return false;
        }

        try
        {
            key = new NoteKey(name, (NoteKeyKind)bytes[0], VerifyKey.FromBytes(bytes[1..]));
        }
        catch (FabricException)
        {
            // It is no safe public key.
            return false;
        }

        return id == key.Id.ToString("x8");
    }

    /// <summary>Whether a text can be the name of a signer.</summary>
    public static bool IsName(string name) =>
        name.Length is > 0 and <= MaxNameLength
        && !name.Any(c => c == '+' || char.IsWhiteSpace(c) || char.IsControl(c));

    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[1 + VerifyKey.Size];
        bytes[0] = (byte)Kind;
        Key.CopyTo(bytes[1..]);
        return $"{Name}+{Id:x8}+{Convert.ToBase64String(bytes)}";
    }

    private static uint IdOf(string name, NoteKeyKind kind, VerifyKey key)
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(name) + 2 + VerifyKey.Size];
        var length = Encoding.UTF8.GetBytes(name, bytes);
        bytes[length] = (byte)'\n';
        bytes[length + 1] = (byte)kind;
        key.CopyTo(bytes.AsSpan(length + 2));
        return BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(bytes));
    }
}
