namespace InfraFabric.Witness.Postgres.Schema;

/// <summary>How the tables have become what they are: each step once, in this order. A step is never changed.</summary>
internal static class Migrations
{
    private const string Ledger = """
        CREATE TABLE witness.head(
            id int PRIMARY KEY CHECK (id = 1),
            ledger text NOT NULL,
            size bigint NOT NULL,
            revision bigint NOT NULL,
            place int NOT NULL,
            checkpoint text NOT NULL,
            pruned bigint NOT NULL) WITH (fillfactor = 50);
        CREATE TABLE witness.entry(
            place bigint PRIMARY KEY,
            body bytea NOT NULL,
            trace uuid NOT NULL,
            actor text COLLATE "C" NOT NULL,
            component text COLLATE "C" NOT NULL,
            operation text COLLATE "C" NOT NULL,
            subject text COLLATE "C" NOT NULL,
            severity smallint NOT NULL,
            time bigint NOT NULL,
            fence bigint,
            why text);
        CREATE TABLE witness.tile(
            level int NOT NULL,
            place bigint NOT NULL,
            root bytea NOT NULL,
            hashes bytea NOT NULL,
            PRIMARY KEY(level, place));
        ALTER TABLE witness.tile ALTER hashes SET STORAGE EXTERNAL;
        CREATE TABLE witness.actors(id int PRIMARY KEY CHECK (id = 1), size bigint NOT NULL, body bytea NOT NULL);
        CREATE TABLE witness.personal(commitment text PRIMARY KEY, salt bytea NOT NULL, text bytea NOT NULL);
        """;

    private const string Search = """
        CREATE INDEX entry_trace ON witness.entry(trace, place);
        CREATE INDEX entry_actor ON witness.entry(actor, place);
        CREATE INDEX entry_subject ON witness.entry(subject, place);
        CREATE INDEX entry_operation ON witness.entry(operation, place);
        CREATE INDEX entry_time ON witness.entry(time);
        CREATE INDEX entry_severity ON witness.entry(severity, place) WHERE severity > 0;
        CREATE INDEX entry_why ON witness.entry USING gin(to_tsvector('simple', why)) WHERE why IS NOT NULL;
        """;

    private const string PersonalPlaces = """
        ALTER TABLE witness.personal ADD place bigint NOT NULL DEFAULT 0;
        CREATE INDEX personal_place ON witness.personal(place);
        """;

    // What every entry is found by stands in its row. Times and the words of reasons are kept for blocks of entries: an
    // index of each entry's words would cost more than the entry.
    private const string Blocks = """
        DROP INDEX witness.entry_subject, witness.entry_time, witness.entry_why;
        ALTER TABLE witness.entry DROP COLUMN subject, DROP COLUMN why,
            ADD COLUMN task uuid, ADD COLUMN swarm text COLLATE "C";
        CREATE INDEX entry_task ON witness.entry(task, place) WHERE task IS NOT NULL;
        CREATE INDEX entry_swarm ON witness.entry(swarm, place) WHERE swarm IS NOT NULL;
        CREATE INDEX entry_fence ON witness.entry(fence, place) WHERE fence IS NOT NULL;
        CREATE TABLE witness.span(place bigint PRIMARY KEY, first bigint NOT NULL, last bigint NOT NULL);
        CREATE TABLE witness.words(place bigint PRIMARY KEY, words text[] COLLATE "C" NOT NULL);
        CREATE INDEX words_words ON witness.words USING gin(words);
        """;

    private const string Handovers = """
        CREATE TABLE witness.handover(size bigint PRIMARY KEY, note text NOT NULL, entry bytea NOT NULL);
        """;

    /// <summary>The number of the step after which what is new in the tables is filled from the entries.</summary>
    public const int Filled = 4;

    /// <summary>By number, from 1 on.</summary>
    public static IReadOnlyList<string> All { get; } = [Ledger, Search, PersonalPlaces, Blocks, Handovers];
}
