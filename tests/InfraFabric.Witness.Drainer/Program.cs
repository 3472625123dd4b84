using InfraFabric.Core.Crypto;
using InfraFabric.Core.Ids;
using InfraFabric.State.Etcd;
using InfraFabric.Witness;
using InfraFabric.Witness.Drainer;
using InfraFabric.Witness.Draining;
using InfraFabric.Witness.Postgres;
using Microsoft.Extensions.Logging.Abstractions;

if (args is ["embedded", var folder, var name, var end, var count])
{
    return await EmbeddedDrain.RunAsync(
        folder, name, Enum.Parse<EndingPoint>(end, ignoreCase: true), int.Parse(count, null));
}

if (args is ["fill", var disk, var ballast])
    return await EmbeddedFill.RunAsync(disk, ballast);

// A server as far as the ledger goes, for tests to kill and to freeze: it drains the outbox of an etcd into the ledger
// of a PostgreSQL until it is told to end, or ends itself in the middle of an append.
if (args is not [var etcd, var prefix, var postgres, var member, var origin, var point, var appends])
{
    await Console.Error.WriteLineAsync("usage: ETCD PREFIX POSTGRES MEMBER ORIGIN never|before|after APPENDS");
    return 2;
}

using var key = SigningKey.FromSeed(new byte[32]);
var options = new LedgerOptions { Origin = origin, Keys = [key] };
await using var state = await EtcdStateStore.OpenAsync(
    new EtcdOptions { Endpoints = [new Uri(etcd)], Prefix = prefix }, TimeProvider.System);
await using var kept = await PostgresLedgerStore.OpenAsync(postgres);
await using var store = new EndingStore(
    kept, Enum.Parse<EndingPoint>(point, ignoreCase: true), int.Parse(appends, null));
await using var drain = OutboxDrain.Start(
    state, store, options, member, TimeProvider.System, new IdSource(TimeProvider.System), null, NullLogger.Instance);
await Console.Out.WriteLineAsync("draining");
// Standard input ends when whoever started it is gone.
await Console.In.ReadToEndAsync();
return 0;
