namespace InfraFabric.Integration.Etcd;

/// <summary>The etcd of this machine, if it has one.</summary>
internal static class EtcdProgram
{
    public static string? Find(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, name))
        .FirstOrDefault(File.Exists);

    public static void Require(params string[] names)
    {
        foreach (var name in names)
            Assert.SkipWhen(Find(name) is null, $"'{name}' is not installed; eng/setup installs it.");
    }
}
