using InfraFabric.Api.Identity;
using InfraFabric.Core.Crypto;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Ids;
using InfraFabric.State.Contract;
using InfraFabric.State.Following;

namespace InfraFabric.Server.Identity;

/// <summary>
/// The identities in the state, and the changes that operators make to them. A change returns when this server goes by
/// it; other servers do as soon as their watch tells them.
/// </summary>
internal sealed class IdentityRegister(IStateStore store, RecordFollower follower, TimeProvider time)
{
    private const int MaxAttempts = 8;

    /// <summary>How long a change waits until this server has seen it.</summary>
    private static readonly TimeSpan SeenWithin = TimeSpan.FromSeconds(2);

    public async Task<IdentityBody> GetAsync(AgentName name, CancellationToken cancellationToken) =>
        await FindAsync(name, cancellationToken) is { } record ? BodyOf(name, record) : throw NotFound(name);

    public async Task<IdentityPageBody> ListAsync(int limit, AgentName? after, CancellationToken cancellationToken)
    {
        var query = new ListQuery(IdentityRecord.Prefix, limit)
        {
            After = after is { } name ? IdentityRecord.KeyOf(name) : null,
        };
        var page = await store.ListAsync(query, cancellationToken);
        var bodies = page.Records
            .Select(record =>
                IdentityRecord.TryNameOf(record.Key, out var name) && IdentityRecord.TryRead(record) is { } known
                    ? BodyOf(name, known, record.ModifyRevision)
                    : null)
            .OfType<IdentityBody>().ToList();
        return new IdentityPageBody(bodies, page.More && bodies.Count > 0 ? bodies[^1].Identity : null);
    }

    /// <summary>
    /// Registers an identity. The same again changes nothing; something else needs the revision that is to be replaced,
    /// or the wish to replace whatever is there.
    /// </summary>
    public async Task<IdentityBody> RegisterAsync(
        AgentName name, RegisterIdentityBody wanted, bool replace, long? ifMatch, ChangeOrigin origin,
        CancellationToken cancellationToken)
    {
        var key = VerifyKey.Parse(wanted.Key).ToString();
        var scopes = ScopeNames.Of(ScopeNames.Parse(wanted.Scopes));
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var record = await FindAsync(name, cancellationToken);
            if (ifMatch is not null && record?.ModifyRevision != ifMatch)
                throw Changed(name, record);
            var known = record is null ? null : IdentityRecord.TryRead(record);
            if (known is not null && known.Key == key && known.Scopes.SequenceEqual(scopes))
                return BodyOf(name, record!);
            if (record is not null && ifMatch is null && !replace)
                throw Differs(name);
            var next = known is null
                ? new IdentityRecord(key, scopes, time.GetUtcNow(), origin.Actor.ToString(), Disabled: false)
                : known with { Key = key, Scopes = scopes };
            var operation = record is null ? "identity.register" : "identity.replace";
            if (await TryPutAsync(name, record, next, operation, origin, cancellationToken) is { } revision)
                return BodyOf(name, next, revision);
        }

        throw Contended(name);
    }

    /// <summary>Shuts an identity out, or lets it in again.</summary>
    public async Task<IdentityBody> SetDisabledAsync(
        AgentName name, bool disabled, long? ifMatch, ChangeOrigin origin, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var record = await FindAsync(name, cancellationToken) ?? throw NotFound(name);
            if (ifMatch is not null && record.ModifyRevision != ifMatch)
                throw Changed(name, record);
            var known = IdentityRecord.Read(record);
            if (known.Disabled == disabled)
                return BodyOf(name, record);
            var next = known with { Disabled = disabled };
            var operation = disabled ? "identity.disable" : "identity.enable";
            if (await TryPutAsync(name, record, next, operation, origin, cancellationToken) is { } revision)
                return BodyOf(name, next, revision);
        }

        throw Contended(name);
    }

    public async Task DeleteAsync(
        AgentName name, long? ifMatch, ChangeOrigin origin, CancellationToken cancellationToken)
    {
        var record = await FindAsync(name, cancellationToken) ?? throw NotFound(name);
        if (ifMatch is not null && record.ModifyRevision != ifMatch)
            throw Changed(name, record);
        var key = IdentityRecord.KeyOf(name);
        var guard = ifMatch is null ? Guard.Exists(key) : Guard.Unchanged(key, record.ModifyRevision);
        var note = NoteOf(name, IdentityRecord.TryRead(record), "identity.delete", origin);
        var outcome = await store.CommitAsync(new Commit([guard], [Write.Delete(key)], [note]), cancellationToken);
        if (!outcome.Succeeded)
            throw ifMatch is null ? NotFound(name) : Changed(name, null);
        await SeenAsync(outcome.Revision, cancellationToken);
    }

    private ValueTask<Record?> FindAsync(AgentName name, CancellationToken cancellationToken) =>
        store.GetAsync(IdentityRecord.KeyOf(name), null, cancellationToken);

    /// <summary>The revision of the change; null when somebody else was first.</summary>
    private async Task<long?> TryPutAsync(
        AgentName name, Record? before, IdentityRecord next, string operation, ChangeOrigin origin,
        CancellationToken cancellationToken)
    {
        var key = IdentityRecord.KeyOf(name);
        var guard = before is null ? Guard.Absent(key) : Guard.Unchanged(key, before.ModifyRevision);
        var commit = new Commit([guard], [next.WriteTo(name)], [NoteOf(name, next, operation, origin)]);
        var outcome = await store.CommitAsync(commit, cancellationToken);
        if (!outcome.Succeeded)
            return null;
        await SeenAsync(outcome.Revision, cancellationToken);
        return outcome.Revision;
    }

    // The change has happened. That this server has not seen it yet is no reason to say that it failed.
    private async Task SeenAsync(long revision, CancellationToken cancellationToken) =>
        await follower.SeenAsync(revision).WaitAsync(SeenWithin, time, cancellationToken).ConfigureAwait(
            ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);

    private WitnessNote NoteOf(AgentName name, IdentityRecord? record, string operation, ChangeOrigin origin) => new()
    {
        Trace = origin.Trace,
        Actor = origin.Actor.ToString(),
        Component = "server",
        Operation = operation,
        Subject = name.ToString(),
        Time = time.GetUtcNow(),
        Why = origin.Why,
        Parameters = record is null
            ? null
            : new Dictionary<string, string> { ["key"] = record.Key, ["scopes"] = string.Join(' ', record.Scopes) },
    };

    private static IdentityBody BodyOf(AgentName name, Record record) =>
        BodyOf(name, IdentityRecord.Read(record), record.ModifyRevision);

    private static IdentityBody BodyOf(AgentName name, IdentityRecord record, long revision) => new()
    {
        Identity = name.ToString(),
        Key = record.Key,
        Scopes = record.Scopes,
        Disabled = record.Disabled,
        CreatedAt = record.CreatedAt,
        CreatedBy = record.CreatedBy,
        Revision = revision,
    };

    private static FabricException NotFound(AgentName name) => new(ErrorTable.NotFound,
        $"There is no identity {name}.", "It was never registered, or it has been deleted.",
        "List those that there are: ifctl identity list.");

    private static FabricException Differs(AgentName name) => new(ErrorTable.Conflict,
        $"{name} is registered already.", "It has another key, or other scopes, than were given.",
        "To replace them, name the version that you have read (If-Match), or say 'replace'.");

    private static FabricException Changed(AgentName name, Record? record) => new(ErrorTable.PreconditionFailed,
        $"{name} is not as it was read.",
        record is null ? "It is gone by now." : $"It was last changed at revision {record.ModifyRevision}.",
        "Read it again, and decide anew.");

    private static FabricException Contended(AgentName name) => new(ErrorTable.Conflict,
        $"{name} could not be changed.", "Others changed it again and again at the same time.", "Try again.");
}
