using InfraFabric.Core.Errors;
using InfraFabric.Witness.Conformance;
using InfraFabric.Witness.Searching;

namespace InfraFabric.Witness.Tests.Searching;

/// <summary>An index holds nothing that the ledger does not: whatever becomes of it, it is made anew.</summary>
public sealed class DamagedIndexTests
{
    [Theory]
    [InlineData("deleted")]
    [InlineData("cut")]
    [InlineData("overwritten")]
    [InlineData("of another ledger")]
    public async Task Open_OfAnIndexThatIsNotWhole_MakesItAnew(string damage)
    {
        using var folder = new TestFolder();
        await using (var before = await SearchedLedger.OpenAsync(folder))
        {
            await before.AppendAsync(Enumerable.Range(0, 3000)
                .Select(i => SomeNotes.Of($"if://agent/{(char)('a' + (i % 3))}/1", "task.add") with
                {
                    Why = "the disk failed",
                }));
            await before.PlacesAsync(new LedgerQuery { Actor = "if://agent/a/1" });
        }

        await DamageAsync(Path.Combine(folder.Path, "witness-index.db"), damage);
        await using var ledger = await SearchedLedger.OpenAsync(folder);

        (await ledger.PlacesAsync(new LedgerQuery())).Count.ShouldBe(3000);
        (await ledger.PlacesAsync(new LedgerQuery { Text = "disk" })).ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("deleted")]
    [InlineData("cut")]
    [InlineData("overwritten")]
    public async Task Find_InAnIndexThatIsDamagedMeanwhile_HealsIt(string damage)
    {
        using var folder = new TestFolder();
        await using var ledger = await SearchedLedger.OpenAsync(folder);
        await ledger.AppendAsync(Enumerable.Range(0, 3000).Select(i => SomeSearches.AnyNote(new Random(i), i)));
        await ledger.PlacesAsync(new LedgerQuery { Actor = "if://agent/a/1" });

        await DamageAsync(Path.Combine(folder.Path, "witness-index.db"), damage);
        await ledger.AppendAsync(SomeNotes.Of("if://agent/late/1", "task.late"));

        (await HealedAsync(ledger, new LedgerQuery { Operation = "task.late" })).ShouldBe([3000]);
        (await HealedAsync(ledger, new LedgerQuery())).Count.ShouldBe(3001);
        (await HealedAsync(ledger, new LedgerQuery { Text = "disk" })).ShouldNotBeEmpty();
    }

    /// <summary>What is found once the index does not say any more that it is not ready.</summary>
    private static async Task<IReadOnlyList<long>> HealedAsync(SearchedLedger ledger, LedgerQuery query)
    {
        while (true)
        {
            try
            {
                return await ledger.PlacesAsync(query);
            }
            catch (FabricException notYet) when (notYet.Error == ErrorTable.NotReady)
            {
                await Task.Yield();
            }
        }
    }

    private static async Task DamageAsync(string index, string damage)
    {
        var bytes = await File.ReadAllBytesAsync(index);
        switch (damage)
        {
            case "deleted":
                File.Delete(index);
                break;
            case "cut":
                await File.WriteAllBytesAsync(index, bytes[..(bytes.Length / 2)]);
                break;
            case "overwritten":
                new Random(1).NextBytes(bytes.AsSpan(4096));
                await File.WriteAllBytesAsync(index, bytes);
                break;
            default:
                using (var other = new TestFolder())
                {
                    await using (var ledger = await SearchedLedger.OpenAsync(other))
                        await ledger.PlacesAsync(new LedgerQuery());
                    File.Copy(Path.Combine(other.Path, "witness-index.db"), index, overwrite: true);
                }

                break;
        }
    }
}
