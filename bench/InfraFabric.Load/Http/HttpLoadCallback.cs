namespace InfraFabric.Load.Http;

/// <summary>Sees an answer. The body is only there during the call.</summary>
internal delegate void HttpLoadCallback(int connection, int status, ReadOnlySpan<byte> body);
