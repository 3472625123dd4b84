using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using InfraFabric.Api.Local;

namespace InfraFabric.Cli.Kept;

/// <summary>
/// Small files of the home by which one command goes on where another ended. Only their owner can read them.
/// </summary>
internal sealed class KeptFiles<T>(string folder, JsonTypeInfo<T> type)
    where T : class
{
    public void Keep(string name, T kept)
    {
        FabricHome.CreatePrivateFolder(folder);
        var fresh = $"{PathOf(name)}.{Environment.ProcessId}.new";
        using (var file = new FileStream(fresh, new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = FabricHome.PrivateFile,
        }))
            JsonSerializer.Serialize(file, kept, type);
        File.Move(fresh, PathOf(name), overwrite: true);
    }

    /// <summary>What is kept under a name; null if nothing is, or it cannot be read.</summary>
    public T? Find(string name)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(PathOf(name)), type);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    public IReadOnlyList<T> All() => Directory.Exists(folder)
        ? [.. Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal)
            .Select(file => Find(Path.GetFileNameWithoutExtension(file))).OfType<T>()]
        : [];

    public void Forget(string name)
    {
        if (Directory.Exists(folder))
            File.Delete(PathOf(name));
    }

    private string PathOf(string name) => Path.Combine(folder, name + ".json");
}
