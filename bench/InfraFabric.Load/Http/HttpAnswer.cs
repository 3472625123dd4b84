namespace InfraFabric.Load.Http;

/// <summary>An answer: its status, and its body in the connection's buffer until the next request is sent.</summary>
internal readonly record struct HttpAnswer(int Status, ReadOnlyMemory<byte> Body);
