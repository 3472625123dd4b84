using System.Text.Json;
using InfraFabric.Api.Identity;
using InfraFabric.Core.Errors;
using InfraFabric.State.Contract;
using InfraFabric.State.Following;

namespace InfraFabric.Server.Identity;

/// <summary>
/// The servers whose tokens the fabric accepts. A server enters itself when it comes up; that it is gone for good, or
/// that its key is known to others, only an operator can say.
/// </summary>
internal sealed class ServerRegister(IStateStore store, RecordFollower follower, ServerSeal seal, TimeProvider time)
{
    /// <summary>How long a change waits until this server has seen it.</summary>
    private static readonly TimeSpan SeenWithin = TimeSpan.FromSeconds(2);

    public async Task<KnownServersBody> ListAsync(CancellationToken cancellationToken)
    {
        var known = new List<KnownServerBody>();
        RecordPage? page = null;
        do
        {
            page = await store.ListAsync(
                new ListQuery(ServerKeyRecord.Prefix, StateLimits.MaxPageSize) { After = page?.Records[^1].Key },
                cancellationToken);
            foreach (var record in page.Records)
            {
                var id = record.Key.Text[ServerKeyRecord.Prefix.Length..];
                if (JsonSerializer.Deserialize(record.Value.Span, IdentityJson.Default.ServerKeyRecord) is { } server)
                    known.Add(new KnownServerBody(id, server.Key, server.CreatedAt, id == seal.KeyId));
            }
        }
        while (page.More);
        return new KnownServersBody([.. known.OrderBy(server => server.CreatedAt)]);
    }

    /// <summary>Accepts no token of a server any more; it is so here when this returns.</summary>
    public async Task ForgetAsync(string server, ChangeOrigin origin, CancellationToken cancellationToken)
    {
        if (server == seal.KeyId)
        {
            throw new FabricException(ErrorTable.Conflict, "The server that answers cannot be forgotten.",
                "The call itself is allowed by a token that it has signed.",
                "Ask another server of the fabric, or stop this one first.");
        }

        var key = KeyOf(server);
        var note = new WitnessNote
        {
            Trace = origin.Trace,
            Actor = origin.Actor.ToString(),
            Component = "server",
            Operation = "server.forget",
            Subject = key.Text,
            Time = time.GetUtcNow(),
            Why = origin.Why,
        };
        var outcome = await store.CommitAsync(
            new Commit([Guard.Exists(key)], [Write.Delete(key)], [note]), cancellationToken);
        if (!outcome.Succeeded)
            throw NotFound(server);
        await follower.SeenAsync(outcome.Revision).WaitAsync(SeenWithin, time, cancellationToken).ConfigureAwait(
            ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    private static RecordKey KeyOf(string server) =>
        server.Length <= KeyMark.Length && server.All(char.IsAsciiHexDigitLower)
            ? ServerKeyRecord.KeyOf(server)
            : throw NotFound(server.Length <= KeyMark.Length ? server : "of that name");

    private static FabricException NotFound(string server) => new(ErrorTable.NotFound, $"There is no server {server}.",
        "It never came up in this fabric, or it has been forgotten.",
        "List those that there are: ifctl identity servers.");
}
