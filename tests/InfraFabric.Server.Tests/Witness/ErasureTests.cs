using System.Text;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Witness;
using InfraFabric.Client;
using InfraFabric.Core.Crypto;
using InfraFabric.Core.Errors;
using InfraFabric.Server.Tests.Identity;
using InfraFabric.State.Contract;
using InfraFabric.Witness.Verifying;

namespace InfraFabric.Server.Tests.Witness;

/// <summary>Texts about persons: who reads them, and that they can be erased while the ledger holds.</summary>
public sealed class ErasureTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task Show_ToAnOperator_GivesTextsThatMakeTheCommitments()
    {
        var place = await NoteAsync("show");

        var entry = await ShowAsync(place);

        var kept = entry.PersonalTexts!["email"];
        kept.Text.ShouldBe("show@example.org");
        var made = Sha256Hash.Of([.. kept.Salt, .. Encoding.UTF8.GetBytes(kept.Text)]);
        made.ToString().ShouldBe(entry.Personal!["email"]);
        entry.PersonalErased.ShouldBeNull();
    }

    [Fact]
    public async Task Show_ToAReader_GivesCommitmentsOnly()
    {
        var place = await NoteAsync("reader");
        using var agent = await TestAgent.RegisterAsync(fixture, "if://agent/reader/1", "witness:read");
        using var caller = new ServerCaller(
            ServerAddress.Parse(fixture.Server.Info.Url), ServerFixture.Note().Trace,
            new ServerCallerOptions { Identity = agent.Identity });

        var entry = await caller.CallAsync<WitnessEntryBody>(
            WitnessCalls.Show, WitnessCalls.Show.Request(null, $"{place}"), default);

        entry.Personal!.Keys.ShouldBe(["email", "name"]);
        entry.PersonalTexts.ShouldBeNull();
    }

    [Fact]
    public async Task Erase_OfAnEntry_LeavesItsCommitmentsAndAProvenLedger()
    {
        var place = await NoteAsync("erased");
        var other = await NoteAsync("other");

        (await EraseAsync(place)).Texts.ShouldBe(2);

        var entry = await ShowAsync(place);
        entry.Personal!.Count.ShouldBe(2);
        entry.PersonalErased.ShouldBe(["email", "name"]);
        entry.PersonalTexts.ShouldBe(new Dictionary<string, PersonalTextBody>());
        (await ShowAsync(other)).PersonalTexts!.Count.ShouldBe(2);
        var witness = fixture.Server.Witness;
        var keys = witness.Options.NoteKeys.ToList();
        (await new LogAudit(new StoreLog(witness.Store, keys), new AuditOptions { Keys = keys }).RunAsync())
            .Fault.ShouldBeNull();
    }

    [Fact]
    public async Task Erase_LeavesNotesOfWhatWasErasedWithoutTheText()
    {
        var place = await NoteAsync("noted");

        await EraseAsync(place);

        var notes = (await fixture.LedgerAsync())
            .Where(entry => entry.Operation == "witness.erase" && entry.Subject == $"entries/{place}").ToList();
        notes.Select(note => note.Stage).ShouldBe([NoteStage.Attempt, NoteStage.Outcome]);
        notes[1].Parameters.ShouldBe(new Dictionary<string, string> { ["entries"] = $"{place}", ["texts"] = "2" });
        notes.ShouldAllBe(note => note.Why == "asked to" && note.Personal == null);
    }

    [Fact]
    public async Task Erase_Again_FindsNothingMore()
    {
        var place = await NoteAsync("twice");
        await EraseAsync(place);

        (await EraseAsync(place)).Texts.ShouldBe(0);
    }

    [Fact]
    public async Task Find_OfAnEntryWhoseTextsAreErased_SaysSo()
    {
        var place = await NoteAsync("found");
        await EraseAsync(place);
        using var caller = fixture.NewCaller();

        var page = await caller.CallAsync<WitnessPageBody>(
            WitnessCalls.Find, WitnessCalls.Find.Request(null).Where("operation", "person.found"), default);

        page.Entries.ShouldHaveSingleItem().PersonalErased.ShouldBe(["email", "name"]);
        page.Entries[0].PersonalTexts.ShouldBeNull();
    }

    [Fact]
    public async Task Erase_OfWhatIsNotThere_ErasesNothing()
    {
        var place = await NoteAsync("kept");

        var refused = await Should.ThrowAsync<FabricException>(() => EraseAsync(place, 1_000_000));

        refused.Error.ShouldBe(ErrorTable.NotFound);
        (await ShowAsync(place)).PersonalTexts!.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(ServerLimits.MaxErasedAtOnce + 1)]
    public async Task Erase_OfMoreOrLessThanTheLimit_IsRefused(int count)
    {
        var refused = await Should.ThrowAsync<FabricException>(
            () => EraseAsync([.. Enumerable.Range(0, count).Select(i => (long)i)]));

        refused.Error.ShouldBe(ErrorTable.LimitExceeded);
    }

    [Fact]
    public async Task Checks_OfAFalsifiedCommand_BecomeEntriesWithTheirSeverity()
    {
        using var caller = fixture.NewCaller();
        var body = new WitnessChecksBody(
            "task cancel", [new("stale guard", true, "refused"), new("lost answer", false, "it happened twice")]);

        await caller.CallAsync(WitnessCalls.Checks.Request(body), default);

        var entries = (await fixture.LedgerAsync()).Where(entry => entry.Component == "falsify").ToList();
        entries.Select(entry => (entry.Operation, entry.Subject, entry.Outcome, entry.Severity)).ShouldBe(
        [
            ("task.cancel", "stale guard", "held", NoteSeverity.Info),
            ("task.cancel", "lost answer", "broke", NoteSeverity.High),
        ]);
        entries.ShouldAllBe(entry => entry.Stage == NoteStage.Check);
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(StateLimits.MaxNotes + 1, 5)]
    [InlineData(1, ServerLimits.MaxCheckSeenLength + 1)]
    public async Task Checks_BeyondTheLimits_AreRefused(int count, int length)
    {
        using var caller = fixture.NewCaller();
        var check = new WitnessCheckBody("x", true, new string('x', length));
        var body = new WitnessChecksBody("x", [.. Enumerable.Repeat(check, count)]);

        var refused = await Should.ThrowAsync<FabricException>(
            () => caller.CallAsync(WitnessCalls.Checks.Request(body), default));

        refused.Error.ShouldBe(ErrorTable.LimitExceeded);
    }

    private async Task<int> NoteAsync(string name)
    {
        await fixture.Store.CommitAsync(new Commit([], [], [ServerFixture.Note() with
        {
            Operation = $"person.{name}",
            Time = TimeProvider.System.GetUtcNow(),
            Personal = new Dictionary<string, string> { ["email"] = $"{name}@example.org", ["name"] = name },
        }]));
        return (await fixture.LedgerAsync()).Select(entry => entry.Operation).ToList().IndexOf($"person.{name}");
    }

    private async Task<WitnessEntryBody> ShowAsync(int place)
    {
        using var caller = fixture.NewCaller();
        return await caller.CallAsync<WitnessEntryBody>(
            WitnessCalls.Show, WitnessCalls.Show.Request(null, $"{place}"), default);
    }

    private async Task<WitnessErasedBody> EraseAsync(params long[] places)
    {
        using var caller = fixture.NewCaller();
        return await caller.CallAsync<WitnessErasedBody>(
            WitnessCalls.Erase, WitnessCalls.Erase.Request(new WitnessEraseBody(places)) with { Why = "asked to" },
            default);
    }
}
