using InfraFabric.Core.Errors;
using InfraFabric.Core.Ids;
using InfraFabric.Governor.Policy;
using InfraFabric.Governor.Records;
using InfraFabric.State.Contract;

namespace InfraFabric.Governor.Registry;

/// <content>What is said of a swarm by hand.</content>
public sealed partial class SwarmRegistry
{
    private const int MaxRaces = 20;

    /// <summary>
    /// Says something of a swarm, before anything that the policy says of it; what is null stays as it was. The swarm
    /// need not have been here yet.
    /// </summary>
    public ValueTask<SwarmStanding> SetAsync(
        SwarmName name, RegistryLayer said, Cause cause, CancellationToken cancellationToken = default)
    {
        said = Checked(said);
        return ChangeAsync(name, "registry.set", cause, set => new RegistryLayer
        {
            Capabilities = said.Capabilities ?? set?.Capabilities,
            CostPerHour = said.CostPerHour ?? set?.CostPerHour,
            Prices = said.Prices ?? set?.Prices,
            Tenant = said.Tenant ?? set?.Tenant,
            Limits = said.Limits ?? set?.Limits,
        }, cancellationToken);
    }

    /// <summary>Takes back all that was said of a swarm by hand; what the policy says of it stays.</summary>
    public ValueTask<SwarmStanding> ForgetAsync(
        SwarmName name, Cause cause, CancellationToken cancellationToken = default) =>
        ChangeAsync(name, "registry.forget", cause, _ => null, cancellationToken);

    private async ValueTask<SwarmStanding> ChangeAsync(
        SwarmName name, string operation, Cause cause, Func<RegistryLayer?, RegistryLayer?> change,
        CancellationToken cancellationToken)
    {
        var key = RegistryRecord.KeyOf(name);
        for (var race = 0; race < MaxRaces; race++)
        {
            var found = await _store.GetAsync(key, null, cancellationToken);
            var before = found is null ? null : RecordBytes.ReadRegistry(found);
            var after = RegistryRecord.Of(before?.Policy, change(before?.Set));
            var revision = found?.ModifyRevision ?? 0;
            if (RecordBytes.Of(before).AsSpan().SequenceEqual(RecordBytes.Of(after)))
                return await ShowAsync(name, revision, cancellationToken);

            var outcome = await _store.CommitAsync(
                new Commit(
                    [found is null ? Guard.Absent(key) : Guard.Unchanged(key, revision)],
                    [after is null ? Write.Delete(key) : Write.Put(key, RecordBytes.Of(after))],
                    [NoteOf(operation, key, after, cause)]),
                cancellationToken);
            if (outcome.Succeeded)
                return await ShowAsync(name, outcome.Revision, cancellationToken);
        }

        throw new FabricException(ErrorTable.Overloaded, $"What is known of '{name}' could not be changed.",
            "Others changed it again and again meanwhile.", "Try again.");
    }

    private async ValueTask<SwarmStanding> ShowAsync(
        SwarmName name, long revision, CancellationToken cancellationToken)
    {
        await SeenAsync(RegistryRecord.Prefix, revision).WaitAsync(cancellationToken);
        return Show(name) ?? SwarmStanding.Of(new KnownSwarm(name));
    }

    private WitnessNote NoteOf(string operation, RecordKey key, RegistryRecord? after, Cause cause)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        if (after?.Capabilities is { } capabilities)
            parameters["capabilities"] = string.Join(' ', capabilities);
        if (after?.CostPerHour is { } cost)
            parameters["cost_per_hour"] = cost.ToString();
        if (after?.Tenant is { } tenant)
            parameters["tenant"] = tenant;
        return new WitnessNote
        {
            Trace = cause.Trace,
            Actor = cause.Actor,
            Component = "governor",
            Operation = operation,
            Subject = key.Text,
            Time = _time.GetUtcNow(),
            Why = cause.Why,
            Parameters = parameters,
        };
    }

    /// <summary>The same in the one form in which it is kept; an error where it cannot be accepted.</summary>
    private static RegistryLayer Checked(RegistryLayer said)
    {
        RequireAtMost(said.Capabilities?.Count, PolicyLimits.MaxCapabilities, "capabilities");
        RequireAtMost(said.Prices?.Count, PolicyLimits.MaxModels, "models with prices");
        if (said.Tenant is { } tenant && !SwarmName.TryParse(tenant, out _))
        {
            throw new FabricException(ErrorTable.IdInvalid, "A tenant is named in a way that cannot be read.",
                "Its name is made like that of a swarm, such as acme.", "Correct the name.");
        }

        if (said.CostPerHour is { MicroUsd: < 0 } || said.Limits?.MaxCostPerTask is { MicroUsd: < 0 }
            || said.Prices?.Values.Any(price => price is { Input.MicroUsd: < 0 } or { Output.MicroUsd: < 0 }) == true)
        {
            throw new FabricException(ErrorTable.Usage, "A cost is less than nothing.", "Costs are 0 or more.",
                "Correct the sum.");
        }

        if (said.Prices?.Keys.FirstOrDefault(name => name.Length is 0 or > PolicyLimits.MaxTextLength) is not null)
        {
            throw new FabricException(ErrorTable.LimitExceeded, "The name of a model is not accepted.",
                $"It has 1 to {PolicyLimits.MaxTextLength} characters.", "Correct the name.");
        }

        return said with
        {
            Capabilities = said.Capabilities is null ? null :
            [
                .. said.Capabilities.Select(text => Capability.ParseOffer(text).Text)
                    .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
            ],
        };
    }

    private static void RequireAtMost(int? count, int limit, string what)
    {
        if (count > limit)
        {
            throw new FabricException(ErrorTable.LimitExceeded, $"A swarm comes with {count} {what}.",
                $"The limit is {limit}.", "Say less of it.");
        }
    }
}
