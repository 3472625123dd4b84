namespace InfraFabric.Server;

/// <summary>The bounds of the HTTP server.</summary>
public static class ServerLimits
{
    /// <summary>
    /// Bytes in the body of one request: the largest commit of the state, with room for its encoding.
    /// </summary>
    public const int MaxBodyBytes = 2 * 1024 * 1024;

    /// <summary>Bytes in all headers of one request.</summary>
    public const int MaxHeaderBytes = 16 * 1024;

    /// <summary>Headers of one request.</summary>
    public const int MaxHeaders = 64;

    /// <summary>Bytes in the request line, in which a key and a prefix must find room when escaped.</summary>
    public const int MaxRequestLineBytes = 8 * 1024;

    /// <summary>Characters of a reason.</summary>
    public const int MaxWhyLength = 1000;

    /// <summary>Characters of an idempotency key.</summary>
    public const int MaxIdempotencyKeyLength = 128;

    /// <summary>Bytes of a stream that wait to be sent before the next event is written.</summary>
    public const int MaxUnflushedBytes = 32 * 1024;

    /// <summary>Old blobs that one sweep looks at; the next one goes on after them.</summary>
    public const int MaxBlobsPerSweep = 100_000;

    /// <summary>Refusals of an identity that are noted for the ledger, in a second over time.</summary>
    public const int RefusalsNotedPerSecond = 1;

    /// <summary>Refusals of an identity that are noted for the ledger after a pause, however fast they come.</summary>
    public const int RefusalsNotedAtOnce = 20;

    /// <summary>Streams of entries at a time: each new entry is searched for once for each of them.</summary>
    public const int MaxWitnessStreams = 64;

    /// <summary>Entries that such a stream reads at once.</summary>
    public const int WitnessStreamPage = 256;

    /// <summary>Hashes of the ledger that one address reads without a token, in a second over time.</summary>
    public const int TileReadsPerSecond = 2000;

    /// <summary>
    /// The same after a pause: those of more than two million entries, so that an audit need not wait.
    /// </summary>
    public const int TileReadsAtOnce = 10_000;

    /// <summary>Such reads of all strangers at a time.</summary>
    public const int MaxTileReads = 128;

    /// <summary>Entries on a page that come with their proofs.</summary>
    public const int MaxProofs = 100;

    /// <summary>Entries whose texts about persons are erased by one call.</summary>
    public const int MaxErasedAtOnce = 1000;

    /// <summary>Characters of the name of a command that was falsified, and of one of its checks.</summary>
    public const int MaxCheckNameLength = 100;

    /// <summary>Characters of what such a check has seen.</summary>
    public const int MaxCheckSeenLength = 1000;

    /// <summary>Requests to cosign that an address may make in a second over time.</summary>
    public const int CosignsPerSecond = 10;

    /// <summary>Requests to cosign that an address may make after a pause, however fast they come.</summary>
    public const int CosignsAtOnce = 50;

    /// <summary>Connections at a time.</summary>
    public const int MaxConnections = 20_000;

    /// <summary>How long a client may take to send its headers.</summary>
    public static readonly TimeSpan HeadersTimeout = TimeSpan.FromSeconds(10);

    /// <summary>How long a connection may idle between two requests.</summary>
    public static readonly TimeSpan KeepAliveTimeout = TimeSpan.FromMinutes(2);

    /// <summary>How often an idle push stream says that it lives.</summary>
    public static readonly TimeSpan PushHeartbeat = TimeSpan.FromSeconds(15);

    /// <summary>How long the readiness question waits for the backend.</summary>
    public static readonly TimeSpan ReadyTimeout = TimeSpan.FromSeconds(2);

    /// <summary>How long a starting server waits to learn whether it writes the ledger, before it serves.</summary>
    public static readonly TimeSpan WitnessStart = TimeSpan.FromSeconds(2);

    /// <summary>How long a starting server tries to open a ledger whose database does not answer.</summary>
    public static readonly TimeSpan WitnessOpen = TimeSpan.FromSeconds(15);

    /// <summary>How long it waits before it tries again.</summary>
    public static readonly TimeSpan WitnessOpenAgain = TimeSpan.FromMilliseconds(500);

    /// <summary>How long the question how the ledger stands waits for its store.</summary>
    public static readonly TimeSpan WitnessStats = TimeSpan.FromSeconds(2);

    /// <summary>How long a search of the ledger waits for what was committed before it.</summary>
    public static readonly TimeSpan WitnessWait = TimeSpan.FromSeconds(1);

    /// <summary>How often texts are removed that the ledger no longer keeps.</summary>
    public static readonly TimeSpan RetentionSweepEvery = TimeSpan.FromDays(1);

    /// <summary>How often it looks meanwhile.</summary>
    public static readonly TimeSpan WitnessLook = TimeSpan.FromMilliseconds(2);

    /// <summary>After how long a stranger tries again for whom there was no room.</summary>
    public static readonly TimeSpan TileRetry = TimeSpan.FromSeconds(1);

    /// <summary>How often a stream looks for entries that another server has written.</summary>
    public static readonly TimeSpan WitnessStreamLook = TimeSpan.FromSeconds(1);

    /// <summary>How long a stream waits after it was woken, so that it need not look for each entry alone.</summary>
    public static readonly TimeSpan WitnessStreamPause = TimeSpan.FromMilliseconds(5);

    /// <summary>How far behind the store a server may be that is said to be ready.</summary>
    public static readonly TimeSpan ReadyLag = TimeSpan.FromSeconds(10);

    /// <summary>
    /// After how long readers of a stream that has ended should come back: soon, for another server may be there
    /// already.
    /// </summary>
    public static readonly TimeSpan StreamRetry = TimeSpan.FromMilliseconds(200);

    /// <summary>How long a stopping server tries to tell a reader that it stops.</summary>
    public static readonly TimeSpan ByeTimeout = TimeSpan.FromSeconds(1);

    /// <summary>How often the files of the certificate are looked at, at most.</summary>
    public static readonly TimeSpan CertificateCheck = TimeSpan.FromSeconds(1);

    /// <summary>How long after its start a server first looks for blobs that nothing names.</summary>
    public static readonly TimeSpan FirstBlobSweep = TimeSpan.FromMinutes(1);

    /// <summary>How often it looks again.</summary>
    public static readonly TimeSpan BlobSweepEvery = TimeSpan.FromHours(1);

    /// <summary>How long a stopping server waits for calls that are running.</summary>
    public static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(5);
}
