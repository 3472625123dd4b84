using System.Globalization;
using Npgsql;

namespace InfraFabric.Witness.Postgres;

/// <summary>
/// What every connection to the ledger's database has: bounds in time and number, and durable commits.
/// </summary>
internal static class SessionSettings
{
    /// <summary>The connections that read and write the ledger; IF_ERR_CONFIG_INVALID if they cannot be.</summary>
    public static LedgerDatabase ForLedger(NpgsqlConnectionStringBuilder settings, Func<string?>? password = null) =>
        Open(settings, password, PostgresLimits.MaxConnections, []);

    /// <summary>The connections that search it, and can do no more.</summary>
    public static LedgerDatabase ForSearch(NpgsqlConnectionStringBuilder settings, Func<string?>? password = null) =>
        Open(settings, password, PostgresLimits.MaxSearchConnections,
        [
            ("default_transaction_read_only", "on"),
            // A page is to end as soon as it is full: what gathers all that it could have, and sorts it, does not.
            ("enable_seqscan", "off"),
            ("enable_bitmapscan", "off"),
            ("max_parallel_workers_per_gather", "0"),
        ]);

    /// <summary>Reads a connection string; IF_ERR_CONFIG_INVALID if it is none.</summary>
    public static NpgsqlConnectionStringBuilder Of(string connectionString) => Checked(() =>
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        return string.IsNullOrEmpty(settings.Host) ? throw new FormatException("It names no host") : settings;
    });

    /// <summary>The settings that lead to a database.</summary>
    public static NpgsqlConnectionStringBuilder Of(PostgresOptions options) => Checked(() =>
        new NpgsqlConnectionStringBuilder
        {
            Host = options.Host,
            Port = options.Port,
            Database = options.Database,
            Username = options.User,
            SslMode = options.Tls ? SslMode.VerifyFull : SslMode.Disable,
            RootCertificate = options.AuthorityFile,
        });

    private static LedgerDatabase Open(
        NpgsqlConnectionStringBuilder to, Func<string?>? password, int connections,
        (string Name, object Value)[] more) => Checked(() =>
    {
        var settings = new NpgsqlConnectionStringBuilder(to.ConnectionString)
        {
            ApplicationName = "InfraFabric witness",
            MaxPoolSize = connections,
            Timeout = (int)PostgresLimits.ConnectTimeout.TotalSeconds,
            CommandTimeout = (int)PostgresLimits.StatementTimeout.TotalSeconds,
            TcpKeepAlive = true,
        };
        settings.Options = $"{settings.Options} {Session(more)}".TrimStart();
        var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString);
        if (password is not null)
            builder.UsePasswordProvider(_ => password() ?? "", (_, _) => new ValueTask<string>(password() ?? ""));
        return new LedgerDatabase(builder.Build(), $"{settings.Host}:{settings.Port}/{settings.Database}");
    });

    // A transaction whose client says nothing any more must not keep the turn; and what is acknowledged is on disk,
    // also where the database is set up to be hasty. Compiling a statement takes longer than what we ask for.
    private static string Session((string Name, object Value)[] more)
    {
        (string Name, object Value)[] settings =
        [
            ("statement_timeout", PostgresLimits.StatementTimeout.TotalMilliseconds),
            ("lock_timeout", PostgresLimits.TurnTimeout.TotalMilliseconds),
            ("idle_in_transaction_session_timeout", PostgresLimits.StatementTimeout.TotalMilliseconds),
            ("synchronous_commit", "on"),
            ("jit", "off"),
            .. more,
        ];
        return string.Join(' ', settings.Select(setting =>
            string.Create(CultureInfo.InvariantCulture, $"-c {setting.Name}={setting.Value}")));
    }

    private static T Checked<T>(Func<T> make)
    {
        try
        {
            return make();
        }
        catch (Exception e) when (e is ArgumentException or FormatException or OverflowException
            or NotSupportedException or InvalidOperationException)
        {
            throw PostgresFaults.BadConnectionString(e);
        }
    }
}
