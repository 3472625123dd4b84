namespace InfraFabric.Coordinator.Tests.Migration;

/// <summary>The boards that stand beside these tests.</summary>
internal static class Example
{
    public static string Text(string name) =>
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Migration", "Boards", name));
}
