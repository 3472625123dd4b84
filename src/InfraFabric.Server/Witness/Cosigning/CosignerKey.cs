using InfraFabric.Api.Local;
using InfraFabric.Core.Crypto;
using InfraFabric.Witness.Cosigning;
using InfraFabric.Witness.Notes;

namespace InfraFabric.Server.Witness.Cosigning;

/// <summary>The key with which a home cosigns other logs. One key never signs a log and cosigns others.</summary>
public static class CosignerKey
{
    /// <summary>Reads it, or makes it. The caller disposes it.</summary>
    public static SigningKey Take(FabricHome home)
    {
        var path = Path.Combine(home.KeysFolder, "cosigner.key");
        if (File.Exists(path))
            return KeyFile.Load(path);
        FabricHome.CreatePrivateFolder(home.KeysFolder);
        var key = SigningKey.Generate();
        KeyFile.Create(path, key);
        return key;
    }

    /// <summary>By which others know it: under a name, or one that is made from the key.</summary>
    public static NoteKey NoteKeyOf(SigningKey key, string? name = null)
    {
        Span<byte> bytes = stackalloc byte[VerifyKey.Size];
        key.VerifyKey.CopyTo(bytes);
        return NoteKey.Of(
            name ?? $"infrafabric.local/cosigner/{Convert.ToHexStringLower(bytes[..8])}", NoteKeyKind.Cosignature,
            key.VerifyKey);
    }

    /// <summary>What the home has cosigned.</summary>
    public static CosignedLogs LogsOf(FabricHome home) => new(Path.Combine(home.Folder, "witness", "cosigned"));
}
