using FsCheck;
using FsCheck.Fluent;
using InfraFabric.State.Contract;
using InfraFabric.State.Memory;

namespace InfraFabric.State.Tests.Memory;

public sealed class RecordTreeTests
{
    [Fact]
    public void Tree_AnyPushesAndRemovals_HoldsWhatASortedDictionaryHolds() => Prop.ForAll(
        Gen.Choose(0, 5000).Zip(Gen.Choose(0, 3)).ListOf(3000).ToArbitrary(),
        steps =>
        {
            var tree = new RecordTree();
            var model = new SortedDictionary<string, Record>(StringComparer.Ordinal);
            foreach (var (number, kind) in steps)
            {
                var key = $"k/{number}";
                if (kind == 0)
                {
                    tree.Remove(key);
                    model.Remove(key);
                }
                else
                {
                    var version = Version(key);
                    tree.Push(version);
                    model[key] = version;
                }
            }

            tree.From("").ShouldBe(model.Values);
            tree.From("k/3").ShouldBe(model.Values.Where(r => string.CompareOrdinal(r.Key.Text, "k/3") >= 0));
            tree.Count.ShouldBe(model.Count);
            model.Values.ShouldAllBe(record => tree.Find(record.Key.Text) == record);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Push_ManyInOrder_KeepsThemInOrder(bool ascending)
    {
        const int Count = 20_000;
        var tree = new RecordTree();

        for (var i = 0; i < Count; i++)
            tree.Push(Version($"k/{(ascending ? i : Count - 1 - i):D6}"));

        tree.From("").Select(r => r.Key.Text).ShouldBe(Enumerable.Range(0, Count).Select(i => $"k/{i:D6}"));
    }

    [Fact]
    public void Push_OfAKeyThatIsThere_PutsTheNewVersionInFront()
    {
        var tree = new RecordTree();
        Record first = Version("k"), second = Version("k");
        tree.Push(first);

        tree.Push(second);

        tree.Find("k").ShouldBe(second);
        second.Previous.ShouldBe(first);
        tree.Count.ShouldBe(1);
    }

    private static Record Version(string key) => new(new RecordKey(key), default, 1, 1, LeaseId.None);
}
