namespace InfraFabric.Api.Calls;

/// <summary>Calls that read the state. Keys travel in the query, where any character can be written.</summary>
public static class StateCalls
{
    private const string Scope = "state:read";

    private static readonly ApiParameter At = ApiParameter.Number("at", "The revision to read at; now, if left out.");

    public static readonly ApiCall Get = new("state_get", "GET", ApiRoutes.StateRecord, Scope, "Shows one record.")
    {
        Gives = json => json.RecordBody,
        Query = [new ApiParameter("key", "The key of the record.") { IsRequired = true }, At],
    };

    public static readonly ApiCall List = new("state_list", "GET", ApiRoutes.StateRecords, Scope,
        "Lists records in the order of their keys, one page at a time, all as of one revision.")
    {
        Gives = json => json.RecordPageBody,
        Query =
        [
            new ApiParameter("prefix", "Only keys that begin with it; all, if left out."),
            ApiParameter.Number("limit", "Records on the page."),
            new ApiParameter("after", "Only greater keys: the page before names it."),
            At,
        ],
    };

    public static readonly ApiCall Watch = new("state_watch", "GET", ApiRoutes.StateWatch, Scope,
        "Streams every change under a prefix as Server-Sent Events, in order and without a gap. Resume with"
        + " Last-Event-ID.")
    {
        GivesMediaType = ApiCall.EventStream,
        Query =
        [
            new ApiParameter("prefix", "Only keys that begin with it; all, if left out."),
            ApiParameter.Number("after", "The revision after which to begin; from now on, if left out."),
        ],
    };

    public static readonly ApiCall Stats = new("state_stats", "GET", ApiRoutes.StateStats, Scope,
        "What the state holds, and where it stands.")
    {
        Gives = json => json.StatsBody,
    };

    public static readonly ApiCall Backup = new("state_backup", "GET", ApiRoutes.StateBackup, Scope,
        "A consistent copy of the whole state, as ifctl state restore reads it.")
    {
        GivesMediaType = "application/octet-stream",
    };
}
