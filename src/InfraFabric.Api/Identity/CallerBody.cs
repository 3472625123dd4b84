namespace InfraFabric.Api.Identity;

/// <summary>Who a caller is taken for, and what it may do.</summary>
/// <param name="Identity">Its name, <c>if://agent/…</c>.</param>
/// <param name="Scopes">What its token, or the socket of the home, allows.</param>
public sealed record CallerBody(string Identity, IReadOnlyList<string> Scopes);
