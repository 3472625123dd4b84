using System.Text;
using System.Text.Json;
using InfraFabric.State.Contract;

namespace InfraFabric.Governor.Tests.Budgets;

/// <content>What the store holds of breakers and escalations, as whoever reads it there sees it.</content>
internal sealed partial class BudgetStage
{
    /// <summary>The breaker of the one who spends; nothing while it is closed.</summary>
    public async Task<JsonElement> BreakerAsync() =>
        await Store.GetAsync(new RecordKey("breakers/session-4-sip")) is { } record ? Read(record) : default;

    public async Task<IReadOnlyList<JsonElement>> EscalationsAsync() =>
        [.. (await Store.ListAsync(new ListQuery("escalations/"))).Records.Select(Read)];

    public async Task<IReadOnlyList<WitnessNote>> NotesAsync() =>
    [
        .. (await Store.ReadNotesAsync(NotePosition.Start, StateLimits.MaxNotesRead))
            .Select(note => note.Note),
    ];

    /// <summary>Puts a record as another part would.</summary>
    public async Task PutAsync(string key, string json)
    {
        var write = Write.Put(new RecordKey(key), Encoding.UTF8.GetBytes(json));
        (await Store.CommitAsync(new Commit([], [write], [Note(key)]))).Succeeded.ShouldBeTrue();
    }

    public async Task DeleteAsync(string key) => (await Store.CommitAsync(
        new Commit([], [Write.Delete(new RecordKey(key))], [Note(key)]))).Succeeded.ShouldBeTrue();

    /// <summary>Puts a breaker of the one who spends.</summary>
    public Task PutBreakerAsync(string state, string reason) => PutAsync(
        "breakers/session-4-sip",
        $$"""
        {"state":"{{state}}","reason":"{{reason}}","detail":"a test","since":"2026-01-01T00:00:00Z","by":"if://a/b/0"}
        """);

    /// <summary>Has the swarm spend all that it may.</summary>
    public async Task ExhaustAsync()
    {
        var id = await ReserveAsync(5);
        await Budgets.SettleAsync(id, Dollars(5), Cause);
    }

    private WitnessNote Note(string key) => new()
    {
        Trace = Cause.Trace,
        Actor = Cause.Actor,
        Component = "test",
        Operation = "put",
        Subject = key,
        Time = World.Time.GetUtcNow(),
    };

    private static JsonElement Read(Record record) => JsonDocument.Parse(record.Value).RootElement;
}
