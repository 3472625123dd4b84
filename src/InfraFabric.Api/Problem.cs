using InfraFabric.Core.Errors;
using InfraFabric.Core.Retry;

namespace InfraFabric.Api;

/// <summary>
/// An error as the HTTP API reports it: <c>application/problem+json</c> of RFC 9457 with our members.
/// </summary>
public sealed record Problem
{
    public const string MediaType = "application/problem+json";

    /// <summary>The summary of the code, the same at every occurrence.</summary>
    public required string Title { get; init; }

    public required int Status { get; init; }

    /// <summary>The stable name, <c>IF_ERR_*</c>.</summary>
    public required string Code { get; init; }

    /// <summary>What happened.</summary>
    public required string What { get; init; }

    /// <summary>Why it happened, as far as is known.</summary>
    public required string Why { get; init; }

    /// <summary>What the reader can do about it.</summary>
    public required string Fix { get; init; }

    /// <summary>Whether the same call may succeed later without any change by the caller.</summary>
    public required bool Retryable { get; init; }

    /// <summary>When to try again, where the server knows.</summary>
    public RetryEnvelope? Retry { get; init; }

    /// <summary>The trace token of the call, if it had one.</summary>
    public string? Trace { get; init; }

    /// <summary>The problem that an exception tells of.</summary>
    public static Problem From(FabricException error, string? trace = null) => new()
    {
        Title = error.Error.Summary,
        Status = error.Error.HttpStatus,
        Code = error.Error.Code,
        What = error.What,
        Why = error.Why,
        Fix = error.Fix,
        Retryable = error.Error.Retryable,
        Retry = error.Retry,
        Trace = trace,
    };

    /// <summary>The exception to throw where a server has answered with this problem.</summary>
    public FabricException ToException()
    {
        var row = ErrorTable.Find(Code) ?? new ErrorCode(Code, Title, Status, ExitCodes.Unavailable, Retryable);
        return new FabricException(row, What, Why, Fix) { Retry = Retry };
    }
}
