using System.Security.Authentication;
using InfraFabric.Core.Errors;
using Npgsql;

namespace InfraFabric.Witness.Postgres;

/// <summary>What PostgreSQL's refusals mean to us, and what to do about them.</summary>
internal static class PostgresFaults
{
    private const string NothingChanged = "nothing was changed";

    // Npgsql has no name for it.
    private const string IdleInTransactionTimeout = "25P03";

    /// <summary>The error for a caller whose call certainly did nothing.</summary>
    public static FabricException Explain(NpgsqlException fault, string where) => fault switch
    {
        PostgresException refused => Explain(refused, where),
        { InnerException: FabricException told } => told,
        { InnerException: AuthenticationException untrusted } => new(ErrorTable.StateUnavailable,
            $"The connection to PostgreSQL at {where} cannot be secured; {NothingChanged}.",
            Sentence(untrusted.Message),
            "Give the certificate of its issuer (Root Certificate), and the name that the certificate is for.", fault),
        _ when IsPasswordMissing(fault) => new(ErrorTable.Unauthenticated,
            $"PostgreSQL at {where} asks for a password.", "None was given.",
            "Give the password of the ledger's user.", fault),
        _ => new(ErrorTable.StateUnavailable, $"PostgreSQL at {where} does not answer; {NothingChanged}.",
            Reason(fault), "Check that it runs and can be reached from here; then it goes on by itself.", fault),
    };

    /// <summary>The error when the answer to a commit was lost.</summary>
    public static FabricException OutcomeUnknown(NpgsqlException fault, string where) => new(
        ErrorTable.StateOutcomeUnknown, "Whether the entries are in the ledger is not known.",
        $"PostgreSQL at {where} was lost while it committed them: {Reason(fault)}",
        "Load the ledger's head again: it tells.", fault);

    public static FabricException BadConnectionString(Exception fault) => new(ErrorTable.ConfigInvalid,
        "PostgreSQL cannot be reached as it is configured.", Sentence(fault.Message),
        "Correct the connection: host, port, database, user and TLS mode.", fault);

    public static FabricException Newer(int found, int known) => new(ErrorTable.EnvironmentIncomplete,
        "The ledger's tables in PostgreSQL were made by a newer program.",
        $"They are of version {found}; this program knows versions up to {known}.",
        "Update this program to that of the other servers.");

    public static FabricException TurnNotGiven(int ended, Exception fault) => new(ErrorTable.StateUnavailable,
        $"Another server is writing the ledger; {NothingChanged}.",
        $"It has not finished within {PostgresLimits.TurnTimeout.TotalSeconds:0} seconds"
        + (ended > 0 ? ", and was waited for in vain: its connection has been ended." : "."),
        "It goes on by itself.", fault);

    /// <summary>Whether the same call may succeed on another connection at once.</summary>
    public static bool IsConnectionLost(NpgsqlException fault) =>
        fault is PostgresException refused ? IsShutdown(refused.SqlState) : fault.IsTransient && !IsTimeout(fault);

    /// <summary>Whether a commit that failed so may have happened all the same.</summary>
    public static bool MayHaveHappened(NpgsqlException fault) =>
        fault is not PostgresException refused || IsShutdown(refused.SqlState);

    private static FabricException Explain(PostgresException refused, string where)
    {
        var why = Sentence(refused.MessageText) + $" ({refused.SqlState})";
        return refused.SqlState switch
        {
            PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => new(
                ErrorTable.Unauthenticated, $"PostgreSQL at {where} refuses us.", why,
                "Correct the user and the password of the ledger, or the server's pg_hba.conf.", refused),
            PostgresErrorCodes.InvalidCatalogName => new(ErrorTable.EnvironmentIncomplete,
                $"The database of the ledger is missing at {where}.", why,
                "Make it: CREATE DATABASE ..., owned by the ledger's user.", refused),
            PostgresErrorCodes.InsufficientPrivilege => new(ErrorTable.EnvironmentIncomplete,
                $"The ledger's user lacks rights at {where}; {NothingChanged}.", why,
                "Make the user the owner of the schema 'witness', or grant it CREATE on the database.", refused),
            PostgresErrorCodes.DiskFull => new(ErrorTable.StateFailed,
                $"The disk of PostgreSQL at {where} is full; {NothingChanged}.", why,
                "Free some space there; what waits is written then.", refused),
            PostgresErrorCodes.ReadOnlySqlTransaction => new(ErrorTable.StateUnavailable,
                $"PostgreSQL at {where} can only be read; {NothingChanged}.", why,
                "Connect to the primary: Target Session Attributes=primary with all hosts.", refused),
            PostgresErrorCodes.TooManyConnections => new(ErrorTable.StateUnavailable,
                $"PostgreSQL at {where} takes no more connections; {NothingChanged}.", why,
                $"Allow {PostgresLimits.MaxConnections + PostgresLimits.MaxSearchConnections} for each server"
                    + " (max_connections).",
                refused),
            PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted =>
                LedgerErrors.Damaged($"PostgreSQL at {where} says: {why}", refused),
            _ => new(ErrorTable.StateUnavailable, $"PostgreSQL at {where} refused; {NothingChanged}.", why,
                "See its log. What can be tried again is tried again by itself.", refused),
        };
    }

    private static bool IsShutdown(string state) =>
        state is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown
            or PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.IdleSessionTimeout
            or IdleInTransactionTimeout
        || state.StartsWith("08", StringComparison.Ordinal);

    private static bool IsTimeout(NpgsqlException fault) => fault.InnerException is TimeoutException;

    // It is Npgsql itself who refuses then, and says so in words only.
    private static bool IsPasswordMissing(NpgsqlException fault) =>
        fault.Message.Contains("No password has been provided", StringComparison.Ordinal);

    private static string Reason(NpgsqlException fault) =>
        Sentence(fault.InnerException is { } cause && cause.Message != fault.Message
            ? $"{fault.Message}: {cause.Message}"
            : fault.Message);

    private static string Sentence(string text) => text.TrimEnd('.', ' ') + ".";
}
