using System.Text.Json.Serialization.Metadata;

namespace InfraFabric.Api.Calls;

/// <summary>
/// One call of the HTTP API, declared once: the server maps it, the client makes it, the API's description and the
/// tools for agents are made from it.
/// </summary>
/// <param name="Name">Its name in the description, such as <c>task_add</c>.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path, with <c>{names}</c> where values stand.</param>
/// <param name="Scope">
/// What the caller must be allowed; <see cref="OpenToAll"/> and <see cref="AnyCaller"/> where it is no scope.
/// </param>
/// <param name="Summary">What it does, in one or two sentences for whoever reads the description.</param>
public sealed record ApiCall(string Name, string Method, string Path, string Scope, string Summary)
{
    /// <summary>Stands in place of a scope where nobody needs to prove who they are.</summary>
    public const string OpenToAll = "none";

    /// <summary>Stands in place of a scope where it is enough to have proved who one is.</summary>
    public const string AnyCaller = "any";

    /// <summary>The media type of a stream of events.</summary>
    public const string EventStream = "text/event-stream";

    /// <summary>A scope that is as good as <see cref="Scope"/>; null where there is none.</summary>
    public string? OrScope { get; init; }

    /// <summary>The body that is sent; null where it is none, or no JSON.</summary>
    public Func<ApiJson, JsonTypeInfo>? Takes { get; init; }

    /// <summary>The media type of a body that is no JSON.</summary>
    public string? TakesMediaType { get; init; }

    /// <summary>Whether the body may be left out.</summary>
    public bool MayLackBody { get; init; }

    /// <summary>The body of the answer; null where it is none, or no JSON.</summary>
    public Func<ApiJson, JsonTypeInfo>? Gives { get; init; }

    /// <summary>The media type of an answer that is no JSON.</summary>
    public string? GivesMediaType { get; init; }

    /// <summary>Whether the answer to a call that has made something new is 201.</summary>
    public bool Creates { get; init; }

    /// <summary>Whether it is safe to send again under the same Idempotency-Key.</summary>
    public bool TakesIdempotencyKey { get; init; }

    /// <summary>Whether it can be made to depend on the version that the caller has read.</summary>
    public bool TakesIfMatch { get; init; }

    /// <summary>
    /// Whether it changes nothing that is kept, though its method is one of those that do: a sign of life, for example.
    /// </summary>
    public bool ChangesNothing { get; init; }

    /// <summary>Whether a reason can be given for it, which is kept with what it changes.</summary>
    public bool TakesWhy => Method != "GET" && Scope != OpenToAll && !ChangesNothing;

    /// <summary>Whether it ends or takes away something that there was.</summary>
    public bool IsDestructive { get; init; }

    /// <summary>Whether making it again changes nothing more. What only reads need not say so.</summary>
    public bool IsIdempotent { get; init; }

    /// <summary>What may stand in the query.</summary>
    public IReadOnlyList<ApiParameter> Query { get; init; } = [];

    /// <summary>What stands in the path, in its order.</summary>
    public IEnumerable<ApiParameter> InPath => Path.Split('/')
        .Where(part => part.StartsWith('{')).Select(part => ApiParameter.InPath(part.Trim('{', '}')));

    /// <summary>The path with values in place of the names, in their order.</summary>
    public string For(params ReadOnlySpan<string> values)
    {
        var path = Path;
        foreach (var value in values)
        {
            var open = path.IndexOf('{', StringComparison.Ordinal);
            var close = path.IndexOf('}', StringComparison.Ordinal);
            path = $"{path[..open]}{Uri.EscapeDataString(value)}{path[(close + 1)..]}";
        }

        return path;
    }
}
