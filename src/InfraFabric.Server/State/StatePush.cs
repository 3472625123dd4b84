using System.Text.Json;
using InfraFabric.Api;
using InfraFabric.Api.State;
using InfraFabric.Server.Hosting;
using Microsoft.AspNetCore.Http;

namespace InfraFabric.Server.State;

/// <summary>
/// Watches as Server-Sent Events: one event per revision, whose id is the revision, so that a reader that lost its
/// connection goes on with <c>Last-Event-ID</c>, with nothing lost and nothing twice.
/// </summary>
internal sealed class StatePush(IStateApi api, TimeProvider time, CancellationToken stopping)
{
    public Task ServeAsync(HttpContext context)
    {
        var prefix = QueryValues.Optional(context.Request, "prefix") ?? "";
        var after = LastEventId.Of(context.Request) ?? QueryValues.Revision(context.Request, "after");
        return StreamAnswer.ServeAsync(context, stop => api.WatchAsync(prefix, after, stop), TextOf, time, stopping);
    }

    private static string TextOf(ChangeBatchBody batch) =>
        $"id: {batch.Revision}\ndata: {JsonSerializer.Serialize(batch, ApiJson.Wire.ChangeBatchBody)}\n\n";
}
