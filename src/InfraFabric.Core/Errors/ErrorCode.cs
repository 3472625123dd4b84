namespace InfraFabric.Core.Errors;

/// <summary>One row of the error table: a stable code and what it means to each kind of caller.</summary>
/// <param name="Code">The stable name, <c>IF_ERR_*</c>. It never changes its meaning once released.</param>
/// <param name="Summary">One sentence for people, without the particulars of an occurrence.</param>
/// <param name="HttpStatus">The status under which the HTTP API reports it.</param>
/// <param name="ExitCode">The exit code of a command that ends with it, one per class of error.</param>
/// <param name="Retryable">Whether the same call may succeed later without any change by the caller.</param>
public sealed record ErrorCode(string Code, string Summary, int HttpStatus, int ExitCode, bool Retryable)
{
    /// <inheritdoc/>
    public override string ToString() => Code;
}
