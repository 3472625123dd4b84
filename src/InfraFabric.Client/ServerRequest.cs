using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace InfraFabric.Client;

/// <summary>A call to be made, which can be sent again as it is.</summary>
/// <param name="Method">What is done.</param>
/// <param name="PathAndQuery">To what, relative to the server.</param>
public sealed record ServerRequest(HttpMethod Method, string PathAndQuery)
{
    /// <summary>The body, as JSON; none if empty.</summary>
    public ReadOnlyMemory<byte> Json { get; init; }

    /// <summary>The body, where it is no JSON; null where it is, or there is none.</summary>
    public ReadOnlyMemory<byte>? Bytes { get; init; }

    /// <summary>The key under which this write has its effect once, however often it is sent.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>The reason for the change, kept with it.</summary>
    public string? Why { get; init; }

    /// <summary>The id of the last event that came, where a stream is taken up again.</summary>
    public string? LastEventId { get; init; }

    /// <summary>The ETag of the version that is to be changed; none to change whatever is there.</summary>
    public string? IfMatch { get; init; }

    public static ServerRequest Get(string pathAndQuery) => new(HttpMethod.Get, pathAndQuery);

    public static ServerRequest Delete(string pathAndQuery) => new(HttpMethod.Delete, pathAndQuery);

    public static ServerRequest Post<T>(string pathAndQuery, T body, JsonTypeInfo<T> type) =>
        Of(HttpMethod.Post, pathAndQuery, body, type);

    public static ServerRequest Put<T>(string pathAndQuery, T body, JsonTypeInfo<T> type) =>
        Of(HttpMethod.Put, pathAndQuery, body, type);

    public static ServerRequest Patch<T>(string pathAndQuery, T body, JsonTypeInfo<T> type) =>
        Of(HttpMethod.Patch, pathAndQuery, body, type);

    private static ServerRequest Of<T>(HttpMethod method, string pathAndQuery, T body, JsonTypeInfo<T> type) =>
        new(method, pathAndQuery) { Json = JsonSerializer.SerializeToUtf8Bytes(body, type) };
}
