using InfraFabric.Core.Ids;
using InfraFabric.Governor.Records;
using InfraFabric.Governor.Registry;
using InfraFabric.State.Contract;

namespace InfraFabric.Governor.Policy;

/// <summary>
/// Writes a policy into the store, of which only what changes. A small change is one commit. A larger one first makes
/// the policy's own record say that it is being loaded; every commit after that is guarded by it, so that of two
/// servers that load at the same time the one that began later has the last word, and one that finds a load broken off
/// goes on with it.
/// </summary>
internal sealed class PolicyLoader(IStateStore store, TimeProvider time, Cause cause)
{
    private const int AtOnce = StateLimits.MaxNotes - 1;

    private static readonly RecordKey Key = new(PolicyRecord.Key);

    /// <summary>Returns the revision at which it is in force.</summary>
    public async Task<long> LoadAsync(GovernorPolicy policy, CancellationToken cancellationToken)
    {
        var hasBegun = false;
        while (true)
        {
            var known = await store.GetAsync(Key, null, cancellationToken);
            var before = known is null ? null : RecordBytes.ReadPolicy(known);
            // Whoever began while this one was being written has the last word, or two would take turns for ever.
            var isAnothers = hasBegun && before?.Hash != policy.Terms.Hash;
            if (isAnothers || before is { Loading: false } && before.Hash == policy.Terms.Hash)
                return known?.ModifyRevision ?? 0;

            var changes = await FindChangesAsync(policy, cancellationToken);
            var revision = known?.ModifyRevision;
            if (changes.Count > AtOnce)
            {
                if (before is not { Loading: true } || before.Hash != policy.Terms.Hash)
                    revision = await CommitAsync(policy, revision, loading: true, [], cancellationToken);
                hasBegun |= revision is not null;
                revision = revision is null ? null : await WriteAsync(revision.Value, changes, cancellationToken);
                if (revision is null)
                    continue;
                changes = [];
            }

            if (await CommitAsync(policy, revision, loading: false, changes, cancellationToken) is { } done)
                return done;
        }
    }

    public WitnessNote NoteOf(string operation, string subject) => new()
    {
        Trace = cause.Trace,
        Actor = cause.Actor,
        Component = "governor",
        Operation = operation,
        Subject = subject,
        Time = time.GetUtcNow(),
        Why = cause.Why,
    };

    /// <summary>
    /// Writes all changes under the protection of the policy's record; null if another one is loaded.
    /// </summary>
    private async Task<long?> WriteAsync(
        long policyRevision, IReadOnlyList<RegistryChange> changes, CancellationToken cancellationToken)
    {
        foreach (var part in changes.Chunk(AtOnce))
        {
            var outcome = await store.CommitAsync(
                new Commit(
                    [Guard.Unchanged(Key, policyRevision), .. part.Select(change => change.Guard)],
                    [.. part.Select(change => change.Write)],
                    [.. part.Select(NoteOf)]),
                cancellationToken);
            if (!outcome.Succeeded)
                return null;
        }

        return policyRevision;
    }

    private async Task<long?> CommitAsync(
        GovernorPolicy policy, long? revision, bool loading, IReadOnlyList<RegistryChange> changes,
        CancellationToken cancellationToken)
    {
        var record = policy.Terms with { Loading = loading, At = time.GetUtcNow() };
        var note = NoteOf(loading ? "policy.begin" : "policy.load", PolicyRecord.Key) with
        {
            Parameters = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["hash"] = policy.Terms.Hash!,
                ["swarms"] = $"{policy.Swarms.Count}",
                ["rules"] = $"{policy.Terms.Rules?.Count ?? 0}",
            },
        };
        var outcome = await store.CommitAsync(
            new Commit(
                [
                    revision is { } known ? Guard.Unchanged(Key, known) : Guard.Absent(Key),
                    .. changes.Select(change => change.Guard),
                ],
                [Write.Put(Key, RecordBytes.Of(record)), .. changes.Select(change => change.Write)],
                [note, .. changes.Select(NoteOf)]),
            cancellationToken);
        return outcome.Succeeded ? outcome.Revision : null;
    }

    private async Task<IReadOnlyList<RegistryChange>> FindChangesAsync(
        GovernorPolicy policy, CancellationToken cancellationToken)
    {
        var changes = new List<RegistryChange>();
        var unseen = policy.Swarms.Keys.ToHashSet();
        var page = await store.ListAsync(
            new ListQuery(RegistryRecord.Prefix, StateLimits.MaxPageSize), cancellationToken);
        while (true)
        {
            foreach (var record in page.Records)
            {
                if (!SwarmName.TryParse(record.Key.Text[RegistryRecord.Prefix.Length..], out var name))
                    continue;
                unseen.Remove(name);
                var after = RegistryRecord.Of(
                    policy.Swarms.GetValueOrDefault(name), RecordBytes.ReadRegistry(record).Set);
                if (!record.Value.Span.SequenceEqual(RecordBytes.Of(after)))
                    changes.Add(new RegistryChange(record.Key, record.ModifyRevision, after));
            }

            if (!page.More)
                break;
            page = await store.ListAsync(
                new ListQuery(RegistryRecord.Prefix, StateLimits.MaxPageSize)
                {
                    After = page.Records[^1].Key,
                    AtRevision = page.Revision,
                },
                cancellationToken);
        }

        foreach (var name in unseen.OrderBy(name => name.Text, StringComparer.Ordinal))
        {
            if (RegistryRecord.Of(policy.Swarms[name], set: null) is { } added)
                changes.Add(new RegistryChange(RegistryRecord.KeyOf(name), Revision: null, added));
        }

        return changes;
    }

    private WitnessNote NoteOf(RegistryChange change) =>
        NoteOf(change.After is null ? "registry.remove" : "registry.load", change.Key.Text);
}
