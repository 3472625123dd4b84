namespace InfraFabric.Cli.Answers;

/// <summary>Which links <c>install</c> made or <c>uninstall</c> removed, and whether the folder is on PATH.</summary>
internal sealed record InstallAnswer(string Folder, IReadOnlyList<string> Links, string? Target, bool OnPath);
