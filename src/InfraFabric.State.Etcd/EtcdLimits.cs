using InfraFabric.State.Contract;

namespace InfraFabric.State.Etcd;

/// <summary>The bounds of this backend. Those that mirror a server's own limit name its flag.</summary>
internal static class EtcdLimits
{
    public const int MaxEndpoints = 32;

    public const int MaxPrefixLength = 128;

    /// <summary>
    /// Operations of one transaction, nested ones counted along with their parents (<c>--max-txn-ops</c>).
    /// </summary>
    public const int MaxTxnOps = 128;

    /// <summary>Commits in one transaction.</summary>
    public const int MaxGroupCommits = 64;

    /// <summary>
    /// Bytes of one transaction: below 1.5 MiB (<c>--max-request-bytes</c>), with room for its own frame.
    /// </summary>
    public const int MaxGroupBytes = 1280 * 1024;

    /// <summary>Waiting commits that are looked at for one group.</summary>
    public const int MaxGroupScan = 8 * MaxGroupCommits;

    /// <summary>Transactions under way at once.</summary>
    public const int Lanes = 2;

    /// <summary>An answer: a page of the largest records, with their keys.</summary>
    public const int MaxMessageBytes = StateLimits.MaxPageSize * (StateLimits.MaxValueBytes + 1024);

    /// <summary>Records fetched at first, before it is known how large they are.</summary>
    public const int FirstRecords = 100;

    /// <summary>Bytes of records to fetch at once, so that each answer comes well within its time.</summary>
    public const int PageBytes = 8 * 1024 * 1024;

    /// <summary>Notes fetched at once; each may be as large as a commit.</summary>
    public const int NotesPage = 100;

    /// <summary>Batches that wait for one slow reader of a watch before the server is asked to stop.</summary>
    public const int MaxWatchBatches = 256;

    /// <summary>Bytes of batches that wait for one slow reader, beyond the first batch.</summary>
    public const int MaxWatchBytes = 4 * 1024 * 1024;

    /// <summary>Watches of one store.</summary>
    public const int MaxWatches = 64 * 1024;

    public static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(1);

    /// <summary>How long one member may take to answer before the next one is asked.</summary>
    public static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How often the member in use is asked whether it still serves, and how long its answer may take.
    /// </summary>
    public static readonly TimeSpan ProbeInterval = TimeSpan.FromSeconds(1);

    public static readonly TimeSpan MinPause = TimeSpan.FromMilliseconds(20);

    public static readonly TimeSpan MaxPause = TimeSpan.FromMilliseconds(500);

    public static readonly TimeSpan MaxGiveUpAfter = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long the lane markers of a client that died stay; well beyond <see cref="MaxGiveUpAfter"/>, so that a marker
    /// never ends while its outcome is still asked for.
    /// </summary>
    public static readonly TimeSpan MarkerTimeToLive = TimeSpan.FromMinutes(15);

    public static readonly TimeSpan MarkerKeepAlive = TimeSpan.FromMinutes(2);
}
