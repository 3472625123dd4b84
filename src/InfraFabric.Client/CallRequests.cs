using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using InfraFabric.Api;
using InfraFabric.Api.Calls;

namespace InfraFabric.Client;

/// <summary>Makes the calls of the API as they are declared.</summary>
public static class CallRequests
{
    /// <summary>A request for a call.</summary>
    /// <param name="call">Which.</param>
    /// <param name="body">The body that it takes; null where it takes none, or has one that may be left out.</param>
    /// <param name="values">What stands in the path, in the order of its names.</param>
    public static ServerRequest Request(this ApiCall call, object? body, params ReadOnlySpan<string> values)
    {
        var request = new ServerRequest(new HttpMethod(call.Method), call.For(values));
        return body is null
            ? request
            : request with { Json = JsonSerializer.SerializeToUtf8Bytes(body, call.Takes!(ApiJson.Wire)) };
    }

    /// <summary>The request with one more condition in its query; nothing is added for null.</summary>
    public static ServerRequest Where(this ServerRequest request, string name, string? value)
    {
        if (value is null)
            return request;
        var joint = request.PathAndQuery.Contains('?') ? '&' : '?';
        return request with { PathAndQuery = $"{request.PathAndQuery}{joint}{name}={Uri.EscapeDataString(value)}" };
    }

    /// <summary>Makes a call, and reads the body that it is declared to give.</summary>
    public static async Task<T> CallAsync<T>(
        this ServerCaller caller, ApiCall call, ServerRequest request, CancellationToken cancellationToken)
        where T : class =>
        (await caller.CallAsync(request, (JsonTypeInfo<T>)call.Gives!(ApiJson.Default), cancellationToken)).Body;
}
