namespace InfraFabric.Cli.Answers;

/// <summary>What <c>witness erase</c> has erased: how many texts, of how many entries.</summary>
internal sealed record ErasedAnswer(int Entries, int Texts);
