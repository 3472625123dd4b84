using InfraFabric.State.Contract;

namespace InfraFabric.State.Conformance;

public abstract partial class StateStoreContract
{
    [Fact]
    public async Task Notes_OfEveryCommit_AreReadInOrder()
    {
        await PutAsync("a", "1");
        var two = await Store.CommitAsync(
            new Commit([], [Write.Delete(new RecordKey("a"))], [Some.Note("first"), Some.Note("second")]), Token);

        var notes = await NotesAsync(3);

        notes.Select(n => n.Note.Subject).ShouldBe(["a", "first", "second"]);
        notes[1].Position.Revision.ShouldBe(two.Revision);
        notes[2].Position.ShouldBeGreaterThan(notes[1].Position);
        notes[0].Note.ShouldBe(Some.Note("a"));
    }

    [Fact]
    public async Task Notes_Pages_FollowEachOther()
    {
        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => PutAsync($"k/{i}", "x")));

        var seen = new List<PositionedNote>();
        IReadOnlyList<PositionedNote> page;
        do
        {
            page = await Store.ReadNotesAsync(seen.Count == 0 ? NotePosition.Start : seen[^1].Position, 7, Token);
            seen.AddRange(page);
        }
        while (page.Count > 0);

        seen.Select(n => n.Position).ShouldBeInOrder();
        seen.Select(n => n.Note.Subject).Distinct().Count().ShouldBe(50);
        seen.Count.ShouldBe(50);
    }

    [Fact]
    public async Task Notes_Removed_AreGoneForGood()
    {
        for (var i = 0; i < 5; i++)
            await PutAsync($"k/{i}", "x");
        var notes = await NotesAsync(5);

        await Store.RemoveNotesAsync(notes[2].Position, Token);
        await ReopenAsync();

        var left = await Store.ReadNotesAsync(NotePosition.Start, 10, Token);
        left.Select(n => n.Position).ShouldBe([notes[3].Position, notes[4].Position]);
        (await Store.GetStatsAsync(Token)).PendingNotes.ShouldBe(2);
    }

    [Fact]
    public async Task Notes_AfterReopening_AreAtTheSamePositions()
    {
        await PutAsync("a", "1");
        await PutAsync("b", "2");
        var before = await NotesAsync(2);

        await ReopenAsync();

        (await NotesAsync(2)).ShouldBe(before);
    }

    [Fact]
    public async Task Notes_Compaction_KeepsThem()
    {
        await PutAsync("a", "1");
        var last = await PutAsync("a", "2");

        await Store.CompactAsync(last, Token);
        await ReopenAsync();

        (await NotesAsync(2)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Notes_AllParticulars_AreKept()
    {
        var note = Some.Note() with
        {
            Why = "ümlauts, \"quotes\" and \u2028",
            Outcome = "denied",
            Fence = long.MaxValue,
            Parameters = new Dictionary<string, string> { ["cost"] = "5" },
        };
        await Store.CommitAsync(new Commit([], [], [note]), Token);

        var kept = (await NotesAsync(1))[0].Note;

        kept.Why.ShouldBe(note.Why);
        kept.Outcome.ShouldBe("denied");
        kept.Fence.ShouldBe(long.MaxValue);
        kept.Parameters!["cost"].ShouldBe("5");
        kept.Time.ShouldBe(note.Time);
    }

    /// <summary>The oldest notes, once there are as many as asked for.</summary>
    private async Task<IReadOnlyList<PositionedNote>> NotesAsync(int count)
    {
        while (true)
        {
            var notes = await Store.ReadNotesAsync(NotePosition.Start, count + 1, Token);
            if (notes.Count >= count)
            {
                notes.Count.ShouldBe(count, "There are more notes than expected.");
                return notes;
            }

            await Task.Delay(10, Token);
        }
    }
}
