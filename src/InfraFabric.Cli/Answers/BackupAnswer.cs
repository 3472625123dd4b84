namespace InfraFabric.Cli.Answers;

/// <summary>What <c>state backup</c> wrote.</summary>
internal sealed record BackupAnswer(string File, long Revision, long Records, long Notes, long Bytes);
