namespace InfraFabric.Cli.Tests.Program;

/// <summary>A home with a server, for all tests of a class.</summary>
public sealed class ServedHome : IAsyncLifetime
{
    private RunningServer? _server;

    internal TestHome Home { get; } = new();

    internal RunningServer Server => _server!;

    public async ValueTask InitializeAsync() => _server = await RunningServer.StartAsync(Home);

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        Home.Dispose();
    }

    internal Task<Result> RunAsync(params string[] arguments) => Home.RunAsync(arguments);

    /// <summary>Adds a task that only a swarm with a certain capability can do; returns its id.</summary>
    internal async Task<string> AddAsync(string capability, params string[] more)
    {
        var added = await RunAsync(["task", "add", "work", "--requires", capability, "--json", .. more]);
        return added.ShouldExit(0).Json.GetProperty("tasks")[0].GetProperty("id").GetString()!;
    }

    internal async Task RegisterAsync(string swarm, string capability, params string[] more)
    {
        string[] line = ["coordinator", "register", swarm, "--capabilities", capability];
        (await RunAsync([.. line, .. more])).ShouldExit(0);
    }

    /// <summary>The task as the API shows it.</summary>
    internal async Task<System.Text.Json.JsonElement> ShowAsync(string task) =>
        (await RunAsync("task", "show", task, "--json")).ShouldExit(0).Json;
}
