namespace InfraFabric.Coordinator.Migration;

/// <summary>The bounds of reading boards.</summary>
public static class MigrationLimits
{
    /// <summary>Boards and status files in one work tree.</summary>
    public const int MaxFiles = 5_000;

    /// <summary>Bytes of one file.</summary>
    public const int MaxFileBytes = 4 * 1024 * 1024;

    /// <summary>Bytes of all files together.</summary>
    public const long MaxTotalBytes = 128L * 1024 * 1024;

    /// <summary>Characters of a line that is read.</summary>
    public const int MaxLineLength = CoordinatorLimits.MaxTextLength;

    /// <summary>Tasks on all boards together.</summary>
    public const int MaxTasks = 50_000;

    /// <summary>Lines that could not be read; with more, what was pointed at is no set of boards.</summary>
    public const int MaxUnread = 50_000;

    /// <summary>Characters of a line that could not be read, as it is shown.</summary>
    public const int MaxShownLength = 200;

    /// <summary>Bytes that git may print.</summary>
    public const int MaxGitBytes = 64 * 1024 * 1024;

    /// <summary>Levels of nesting in a status file.</summary>
    public const int MaxStatusDepth = 16;

    /// <summary>Values in a status file.</summary>
    public const int MaxStatusValues = 5_000;

    /// <summary>How long git may take to answer one question.</summary>
    public static readonly TimeSpan GitTimeout = TimeSpan.FromSeconds(30);
}
