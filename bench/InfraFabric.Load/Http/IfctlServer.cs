using InfraFabric.Load.Peers;
using InfraFabric.Load.Startup;
using InfraFabric.Load.State;

namespace InfraFabric.Load.Http;

/// <summary>Our server as users run it, in a process of its own, with an empty home.</summary>
internal static class IfctlServer
{
    public static Task<ServerProcess> StartAsync(params string[] more) => StartAsync(null, more);

    public static Task<ServerProcess> StartAsync(
        Func<Scratch, Task>? prepare, params string[] more) => ServerProcess.StartAsync(
        BuiltPrograms.Ifctl,
        (port, scratch) => ["up", "--home", scratch.File("home"), "--port", $"{port}", .. more],
        prepare);
}
