namespace InfraFabric.Core.Errors;

/// <summary>The classes of exit codes: a script can tell from the number alone what kind of answer it got.</summary>
public static class ExitCodes
{
    public const int Done = 0;
    public const int CheckFailed = 1;
    public const int Usage = 2;
    public const int Configuration = 3;
    public const int NotFound = 4;
    public const int Conflict = 5;
    public const int Denied = 6;
    public const int Unavailable = 7;
    public const int Limit = 8;
    public const int Damaged = 9;
    public const int Environment = 10;
    public const int Bug = 70;
    public const int Interrupted = 130;
}
