using System.Globalization;
using Npgsql;

namespace InfraFabric.Witness.Postgres;

/// <summary>
/// What every connection to the ledger's database has: bounds in time and number, and durable commits.
/// </summary>
internal static class SessionSettings
{
    /// <summary>The settings of a connection string, with ours; IF_ERR_CONFIG_INVALID if it is none.</summary>
    public static NpgsqlConnectionStringBuilder Of(string connectionString)
    {
        try
        {
            var settings = new NpgsqlConnectionStringBuilder(connectionString)
            {
                ApplicationName = "InfraFabric witness",
                MaxPoolSize = PostgresLimits.MaxConnections,
                Timeout = (int)PostgresLimits.ConnectTimeout.TotalSeconds,
                CommandTimeout = (int)PostgresLimits.StatementTimeout.TotalSeconds,
                TcpKeepAlive = true,
            };
            if (string.IsNullOrEmpty(settings.Host))
                throw new FormatException("It names no host");
            settings.Options = $"{settings.Options} {Session()}".TrimStart();
            return settings;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or OverflowException)
        {
            throw PostgresFaults.BadConnectionString(e);
        }
    }

    // A transaction whose client says nothing any more must not keep the turn; and what is acknowledged is on disk,
    // also where the database is set up to be hasty.
    private static string Session()
    {
        var settings = new (string Name, object Value)[]
        {
            ("statement_timeout", PostgresLimits.StatementTimeout.TotalMilliseconds),
            ("lock_timeout", PostgresLimits.TurnTimeout.TotalMilliseconds),
            ("idle_in_transaction_session_timeout", PostgresLimits.StatementTimeout.TotalMilliseconds),
            ("synchronous_commit", "on"),
        };
        return string.Join(' ', settings.Select(setting =>
            string.Create(CultureInfo.InvariantCulture, $"-c {setting.Name}={setting.Value}")));
    }
}
