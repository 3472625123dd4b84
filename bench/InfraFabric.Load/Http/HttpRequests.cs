using System.Text;

namespace InfraFabric.Load.Http;

/// <summary>The bytes of requests, made once.</summary>
internal static class HttpRequests
{
    public static byte[] Get(string path) => Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n");

    /// <summary>A call with a JSON body, and a bearer token when there is one.</summary>
    public static byte[] Post(string path, string json, string? token = null) => Encoding.UTF8.GetBytes(
        $"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        + (token is null ? "" : $"Authorization: Bearer {token}\r\n")
        + $"Content-Length: {Encoding.UTF8.GetByteCount(json)}\r\n\r\n{json}");

    /// <summary>Asks for a connection to become a WebSocket. The key is only echoed, so that any will do.</summary>
    public static byte[] Upgrade(string path) => Encoding.ASCII.GetBytes(
        $"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        + $"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {Convert.ToBase64String(new byte[16])}\r\n\r\n");
}
