using FsCheck;
using FsCheck.Fluent;
using InfraFabric.State.Memory;

namespace InfraFabric.State.Tests.Memory;

public sealed class SegmentedQueueTests
{
    [Fact]
    public void Queue_AnyAdditionsAndRemovals_HoldsWhatAListHolds() => Prop.ForAll(
        Gen.Choose(0, 4000).Zip(Gen.Choose(0, 4000)).ListOf(20).ToArbitrary(),
        steps =>
        {
            var queue = new SegmentedQueue<int>();
            var model = new List<int>();
            var next = 0;
            foreach (var (added, removed) in steps)
            {
                for (var i = 0; i < added; i++, next++)
                {
                    queue.Add(next);
                    model.Add(next);
                }

                var count = Math.Min(removed, model.Count);
                queue.RemoveFirst(count);
                model.RemoveRange(0, count);
            }

            queue.Count.ShouldBe(model.Count);
            Enumerable.Range(0, queue.Count).Select(i => queue[i]).ShouldBe(model);
        }).QuickCheckThrowOnFailure();
}
