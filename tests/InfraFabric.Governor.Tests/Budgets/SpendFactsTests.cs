using InfraFabric.Core.Errors;
using InfraFabric.Core.Ids;
using InfraFabric.Governor.Budgets;
using InfraFabric.State.Contract;

namespace InfraFabric.Governor.Tests.Budgets;

public sealed class SpendFactsTests
{
    private const string TaskName = "0198c5a2-1f00-7abc-8def-0123456789ab";

    [Fact]
    public void Settle_WithFacts_NoteTellsThem_AndWhoSpentOnWhat() => BudgetStage.Run(async stage =>
    {
        var ask = stage.Ask(2) with
        {
            Path = [BudgetId.Fabric, BudgetStage.Swarm, BudgetId.Task(TaskId.Parse(TaskName))],
            Kind = "review",
        };
        await stage.Budgets.ReserveAsync(ask, BudgetStage.Cause);

        await stage.Budgets.SettleAsync(
            ask.Id, BudgetStage.Dollars(1), BudgetStage.Cause,
            new Dictionary<string, string> { ["model"] = "acme:large", ["usage.input"] = "12" });

        var note = await NoteAsync(stage, "budget.settle");
        note.Cost.ShouldBe(BudgetStage.Dollars(1));
        note.Parameters.ShouldNotBeNull().ShouldBe(new Dictionary<string, string>
        {
            ["model"] = "acme:large",
            ["usage.input"] = "12",
            ["kind"] = "review",
            ["swarm"] = "session-4-sip",
            ["task"] = TaskName,
            ["reserved"] = "$2.00",
            ["budgets"] = $"fabric swarm/session-4-sip task/{TaskName}",
        }, ignoreOrder: true);
    });

    [Fact]
    public void Settle_TheSameSumWithOtherFacts_KeepsTheFirst() => BudgetStage.Run(async stage =>
    {
        var id = await stage.ReserveAsync(2);
        var dollar = BudgetStage.Dollars(1);
        await stage.Budgets.SettleAsync(id, dollar, BudgetStage.Cause, Fact("model", "one"));

        var again = await stage.Budgets.SettleAsync(id, dollar, BudgetStage.Cause, Fact("model", "two"));

        again.Verdict.ShouldBe(SpendVerdict.Done);
        (await NoteAsync(stage, "budget.settle")).Parameters!["model"].ShouldBe("one");
    });

    [Theory]
    [InlineData("budgets")]
    [InlineData("swarm")]
    [InlineData("Model")]
    [InlineData("")]
    [InlineData("a-name-with-dashes")]
    [InlineData("a_name_that_has_forty_one_characters_in_it")]
    public void Settle_FactWithANameOfAnother_IsRefused(string name) => BudgetStage.Run(async stage =>
    {
        var id = await stage.ReserveAsync(2);

        var refused = await RefusalAsync(stage, id, Fact(name, "x"));

        refused.ShouldBe(ErrorTable.Usage);
        stage.Sums(BudgetStage.Swarm).ShouldBe((0, 2, 0, 3));
    });

    [Theory]
    [InlineData(16, 200, true)]
    [InlineData(17, 1, false)]
    [InlineData(1, 201, false)]
    public void Settle_FactsAtTheirBounds_AreTaken_AndNoMore(int count, int length, bool fits) =>
        BudgetStage.Run(async stage =>
        {
            var id = await stage.ReserveAsync(2);
            var facts = Enumerable.Range(0, count).ToDictionary(i => $"fact.{i}", _ => new string('x', length));

            var refused = await RefusalAsync(stage, id, facts);

            refused.ShouldBe(fits ? null : ErrorTable.LimitExceeded);
        });

    private static Dictionary<string, string> Fact(string name, string text) => new() { [name] = text };

    // Not by an assertion that waits on a thread of its own, beside which virtual time would go on.
    private static async Task<ErrorCode?> RefusalAsync(
        BudgetStage stage, ReservationId id, Dictionary<string, string> facts)
    {
        try
        {
            await stage.Budgets.SettleAsync(id, BudgetStage.Dollars(1), BudgetStage.Cause, facts);
            return null;
        }
        catch (FabricException refused)
        {
            return refused.Error;
        }
    }

    private static async Task<WitnessNote> NoteAsync(BudgetStage stage, string operation)
    {
        var notes = await stage.Store.ReadNotesAsync(default, StateLimits.MaxNotesRead);
        return notes.Single(note => note.Note.Operation == operation).Note;
    }
}
