namespace InfraFabric.Load.State;

/// <summary>A folder on the disk that is measured (the current one's), gone afterwards.</summary>
internal sealed class Scratch : IDisposable
{
    public Scratch()
    {
        Path = System.IO.Path.Combine(Environment.CurrentDirectory, "artifacts", "load",
            $"{Environment.ProcessId}-{GetHashCode()}");
        Directory.CreateDirectory(Path);
    }

    public string Path { get; }

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
