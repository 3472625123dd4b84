using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace InfraFabric.State.Etcd.Grpc;

/// <summary>Reads how a call ended: from the trailers, or from the headers of an answer without a body.</summary>
internal static class GrpcStatus
{
    private const int MaxDetailLength = 500;

    /// <summary>Throws when the headers already carry a failure.</summary>
    public static void CheckHeaders(HttpResponseMessage response)
    {
        if (response.StatusCode != HttpStatusCode.OK)
            throw new GrpcException(GrpcCode.Unavailable, $"answered with the HTTP status {(int)response.StatusCode}");
        if (response.Headers.Contains("grpc-status"))
            Check(response.Headers);
    }

    /// <summary>Throws unless the call ended well.</summary>
    public static void CheckTrailers(HttpResponseMessage response) =>
        Check(response.Headers.Contains("grpc-status") ? response.Headers : response.TrailingHeaders);

    private static void Check(HttpHeaders headers)
    {
        var code = int.TryParse(First(headers, "grpc-status"), CultureInfo.InvariantCulture, out var number)
            ? (GrpcCode)number
            : GrpcCode.Unknown;
        if (code == GrpcCode.Ok)
            return;
        var detail = Uri.UnescapeDataString(First(headers, "grpc-message") ?? "no status was given");
        throw new GrpcException(code, detail.Length > MaxDetailLength ? detail[..MaxDetailLength] : detail);
    }

    private static string? First(HttpHeaders headers, string name) =>
        headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}
