using InfraFabric.Api.Identity;

namespace InfraFabric.Cli.Answers;

/// <summary>What <c>identity create</c> registered, and where its private key is, if that was made here.</summary>
internal sealed record CreatedIdentityAnswer(IdentityBody Identity, string? KeyFile);
