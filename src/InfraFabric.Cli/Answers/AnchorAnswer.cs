namespace InfraFabric.Cli.Answers;

/// <summary>Where <c>witness anchor</c> has brought a copy of the ledger.</summary>
internal sealed record AnchorAnswer(string Place, string Origin, long Size, long Added);
