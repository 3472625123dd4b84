namespace InfraFabric.Cli.Answers;

/// <summary>Which identity <c>identity delete</c> forgot.</summary>
internal sealed record DeletedIdentityAnswer(string Identity);
