namespace InfraFabric.Cli.Answers;

/// <summary>What <c>witness restore</c> made, and where what was there before is kept.</summary>
internal sealed record LedgerRestoreAnswer(
    string Folder, string Origin, long Size, string Key, string KeyFrom, string? SetAside);
