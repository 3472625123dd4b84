namespace InfraFabric.Server.Tests.Hostile;

/// <summary>Bytes that are no request that can be made.</summary>
/// <param name="Bytes">What is sent.</param>
/// <param name="EndsThere">
/// Whether the sending side is closed after it: the server would wait for the rest, until its time-outs.
/// </param>
internal sealed record MalformedRequest(byte[] Bytes, bool EndsThere);
