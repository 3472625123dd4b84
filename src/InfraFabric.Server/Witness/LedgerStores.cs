using InfraFabric.Core.Config.Witness;
using InfraFabric.Core.Crypto;
using InfraFabric.Core.Errors;
using InfraFabric.Witness.Postgres;
using InfraFabric.Witness.Postgres.Searching;
using InfraFabric.Witness.Searching;
using InfraFabric.Witness.Sqlite;
using InfraFabric.Witness.Storage;
using Microsoft.Extensions.Logging;

namespace InfraFabric.Server.Witness;

/// <summary>Opens the ledger where the configuration says it is, and what finds entries in it.</summary>
internal static partial class LedgerStores
{
    private const string PasswordVariable = "IF_WITNESS_PASSWORD";

    /// <summary>The caller disposes the index, and the store after it.</summary>
    public static async Task<(ILedgerStore Store, ILedgerIndex Index)> OpenAsync(
        WitnessConfig? config, string directory, TimeProvider time, ILoggerFactory loggers,
        CancellationToken cancellationToken)
    {
        if (config is { Backend: WitnessBackend.Postgres })
        {
            var options = OptionsOf(config.Postgres);
            var logger = loggers.CreateLogger(typeof(LedgerStores).FullName!);
            var shared = await OpenAsync(options, time, logger, cancellationToken);
            return (shared, PostgresLedgerIndex.Of(options));
        }

        var store = SqliteLedgerStore.Open(directory);
        return (store, FollowingIndex.Start(store, directory, time, loggers.CreateLogger<FollowingIndex>()));
    }

    /// <summary>Tries for a while: the machine of the database may be starting, too.</summary>
    private static async Task<PostgresLedgerStore> OpenAsync(
        PostgresOptions options, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        for (var isFirst = true; ; isFirst = false)
        {
            try
            {
                return await PostgresLedgerStore.OpenAsync(options, cancellationToken);
            }
            catch (FabricException away) when (away.Error == ErrorTable.StateUnavailable
                && time.GetElapsedTime(began) < ServerLimits.WitnessOpen)
            {
                if (isFirst)
                    LogWaiting(logger, ServerLimits.WitnessOpen.TotalSeconds, $"{away.What} {away.Why}");
                await Task.Delay(ServerLimits.WitnessOpenAgain, time, cancellationToken);
            }
        }
    }

    private static PostgresOptions OptionsOf(WitnessPostgresConfig config) => new()
    {
        Host = config.Host,
        Port = config.Port,
        Database = config.Database,
        User = config.User,
        Password = PasswordOf(config),
        Tls = config.Tls,
        AuthorityFile = config.CaFile,
    };

    private static Func<string?>? PasswordOf(WitnessPostgresConfig config)
    {
        if (config.PasswordFile is { } file)
        {
            // Read now, to say at once what is wrong with it, and again for each connection: it may be changed.
            _ = PrivateFile.ReadPassword(file, "PostgreSQL");
            return () => PrivateFile.ReadPassword(file, "PostgreSQL");
        }

        return Environment.GetEnvironmentVariable(PasswordVariable) is { Length: > 0 } password ? () => password : null;
    }
}
