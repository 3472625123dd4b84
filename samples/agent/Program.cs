// A whole agent. It registers, is pushed tasks of the type "count", counts the words of their text, and says how many.
// Usage: agent NAME [SERVER KEY-FILE]; without a server it works for the owner of the home, through its socket.
using System.Text.Json;
using InfraFabric.Api.Local;
using InfraFabric.Client;
using InfraFabric.Core.Crypto;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Ids;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};

var name = args.Length > 0 ? args[0] : "counter";
using var key = args.Length > 2 ? KeyFile.Load(args[2]) : null;
await using var agent = await FabricAgent.StartAsync(
    new AgentOptions
    {
        Server = args.Length > 1 ? args[1] : $"unix://{FabricHome.Resolve(null).Socket}",
        Identity = key is null ? null : new AgentIdentity(AgentName.Of(name, 1), key),
        Swarm = name,
        Capabilities = ["text:count"],
        Capacity = 4,
    },
    stop.Token);
Console.WriteLine($"'{name}' is at work. Ctrl-C ends it.");

try
{
    await foreach (var offer in agent.TasksAsync(stop.Token))
    {
        // Whatever is thrown before the task is completed counts as a failed attempt, and another one may try.
        await using var claim = await offer.AcceptAsync(stop.Token);
        if (claim is null)
            continue;
        try
        {
            var words = claim.Spec.Payload?.GetProperty("text").GetString()?.Split(' ').Length ?? 0;
            await claim.CompleteAsync(JsonElement.Parse($"{{\"words\":{words}}}"), stop.Token);
            Console.WriteLine($"{claim.Task}: {words} words");
        }
        catch (Exception wrong) when (wrong is KeyNotFoundException or InvalidOperationException)
        {
            await claim.FailAsync($"The payload has no text: {wrong.Message}", retry: false, stop.Token);
        }
    }
}
catch (OperationCanceledException)
{
    Console.WriteLine("Leaving.");
}

return ExitCodes.Done;
