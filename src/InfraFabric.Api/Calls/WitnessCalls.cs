namespace InfraFabric.Api.Calls;

/// <summary>Calls about the ledger: who did what, when and why.</summary>
public static class WitnessCalls
{
    private const string Scope = "witness:read";

    private static readonly ApiParameter[] Filters =
    [
        new ApiParameter("trace", "Only what this request caused: its trace token."),
        new ApiParameter("actor", "Only what this identity did: an if:// name."),
        new ApiParameter("task", "Only what is about this task."),
        new ApiParameter("swarm", "Only what is about this swarm."),
        new ApiParameter("component", "Only what this part did, such as coordinator."),
        new ApiParameter("operation", "Only this operation; with a star at its end, all that begin so: task.*"),
        new ApiParameter("severity", "Only this severity or higher: info, low, medium, high, critical."),
        new ApiParameter("text", "Only reasons that have all of these words."),
        ApiParameter.Number("fence", "Only what was done under this claim."),
    ];

    public static readonly ApiCall Find = new("witness_find", "GET", "/v1/witness/entries", Scope,
        "Finds entries of the ledger: by the trace of a request, who acted, on what, how, when and why. What was"
        + " done before the call is found, unless the ledger is behind.")
    {
        Gives = json => json.WitnessPageBody,
        Query =
        [
            .. Filters,
            new ApiParameter("from", "Only from this moment on, such as 2026-01-31T09:00:00Z."),
            new ApiParameter("to", "Only up to this moment."),
            ApiParameter.Flag("newest", "Whether the newest come first."),
            ApiParameter.Number("after", "Only entries beyond this place: the page before names it."),
            ApiParameter.Number("limit", "Entries on the page, 1 to 1000; 100 if it is not given."),
            ApiParameter.Flag("proof", "Whether each entry comes with its proof; then a page has at most 100."),
        ],
    };

    public static readonly ApiCall Show = new("witness_show", "GET", "/v1/witness/entries/{index}", Scope,
        "Shows one entry of the ledger; to operators also the texts about persons that are kept apart from it.")
    {
        Gives = json => json.WitnessEntryBody,
    };

    public static readonly ApiCall Watch = new("witness_events", "GET", "/v1/witness/events", Scope,
        "Streams entries as they come into the ledger as Server-Sent Events, in their order, none left out and none"
        + " twice. The id of an event is the place of its entry: resume with Last-Event-ID.")
    {
        GivesMediaType = ApiCall.EventStream,
        Query =
        [
            .. Filters,
            ApiParameter.Number("after", "The place after which to begin; from now on, if left out."),
        ],
    };

    public static readonly ApiCall Erase = new("witness_erase", "POST", "/v1/witness/erase", "operate",
        "Erases the texts about persons that are kept apart from entries of the ledger, for good. The entries stay,"
        + " with their commitments to those texts, and so do all proofs.")
    {
        Takes = json => json.WitnessEraseBody,
        Gives = json => json.WitnessErasedBody,
        IsDestructive = true,
        IsIdempotent = true,
    };

    public static readonly ApiCall Checks = new("witness_checks", "POST", "/v1/witness/checks", "operate",
        "Notes for the ledger what came of attempts to break a command, made on a copy of the state.")
    {
        Takes = json => json.WitnessChecksBody,
    };

    public static readonly ApiCall RotateKey = new("witness_rotate_key", "POST", "/v1/witness/rotate-key", "operate",
        "Has the ledger signed by a new key. The old one hands over to it with an entry under a checkpoint that both"
        + " sign. Made at the server that writes the ledger.")
    {
        Gives = json => json.WitnessKeyBody,
    };

    public static readonly ApiCall Stats = new("witness_stats", "GET", "/v1/witness/stats", Scope,
        "How the ledger stands: size, root, age of its checkpoint, what waits to become an entry, and who writes it.")
    {
        Gives = json => json.WitnessStatsBody,
    };
}
