using InfraFabric.Core.Ids;

namespace InfraFabric.Api;

/// <summary>The paths of the HTTP API, spelled once for server and clients.</summary>
public static class ApiRoutes
{
    public const string Root = "/";
    public const string Health = "/healthz";
    public const string Ready = "/readyz";
    public const string OpenApi = "/openapi/v1.json";
    public const string Mcp = "/mcp";
    public const string Version = "/v1/version";
    public const string StateRecord = "/v1/state/record";
    public const string StateRecords = "/v1/state/records";
    public const string StateWatch = "/v1/state/watch";
    public const string StateStats = "/v1/state/stats";
    public const string StateBackup = "/v1/state/backup";
    public const string AuthChallenge = "/v1/auth/challenge";
    public const string AuthToken = "/v1/auth/token";
    public const string AuthCaller = "/v1/auth/caller";
    public const string Identities = "/v1/identities";

    /// <summary>The request header that carries the caller's trace token; the answer repeats it.</summary>
    public const string TraceHeader = "IF-Trace";

    /// <summary>The request header that carries the reason for a change; it is kept with the change.</summary>
    public const string WhyHeader = "IF-Why";

    /// <summary>The request header that makes a write safe to send again: the same key has its effect once.</summary>
    public const string IdempotencyHeader = "Idempotency-Key";

    /// <summary>The path of one identity.</summary>
    public static string Identity(AgentName name) => $"{Identities}/{name.Name}/{name.Number}";
}
