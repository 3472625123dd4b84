using InfraFabric.Core.Errors;
using InfraFabric.State.Conformance;
using InfraFabric.State.Contract;
using InfraFabric.State.Embedded;

namespace InfraFabric.State.Tests.Embedded;

public sealed class EmbeddedQueueTests
{
    [Fact]
    public async Task Commit_WhenTooManyWait_IsTurnedAwayAndTheOthersAreMade()
    {
        using var folder = new ScratchFolder();
        using var time = new WriterStoppingTime();
        await using var store = await EmbeddedStateStore.OpenAsync(
            new EmbeddedOptions { Directory = folder.Path }, time);
        await store.GrantLeaseAsync(TimeSpan.FromSeconds(1), Some.Note());
        time.StopTheWriter();

        var waiting = Enumerable.Range(0, StateLimits.MaxWaitingCommits)
            .Select(i => store.CommitAsync(Some.Put($"k/{i}", "x")).AsTask()).ToList();
        var error = await Should.ThrowAsync<FabricException>(
            async () => await store.CommitAsync(Some.Put("k/last", "x")));
        time.LetTheWriterGo();
        await Task.WhenAll(waiting);

        error.Error.ShouldBe(ErrorTable.Overloaded);
        (await store.GetAsync(new RecordKey("k/0"))).ShouldNotBeNull();
        (await store.GetAsync(new RecordKey("k/last"))).ShouldBeNull();
        (await store.CommitAsync(Some.Put("k/after", "x"))).Succeeded.ShouldBeTrue();
    }

    /// <summary>A clock on which the writer can be made to wait, when it asks whether a lease is due.</summary>
    private sealed class WriterStoppingTime : TimeProvider, IDisposable
    {
        private readonly ManualTime _time = new();
        private readonly ManualResetEventSlim _go = new(initialState: true);
        private readonly ManualResetEventSlim _stopped = new();

        public override long TimestampFrequency => _time.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => _time.GetUtcNow();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            _time.CreateTimer(callback, state, dueTime, period);

        public override long GetTimestamp()
        {
            if (Thread.CurrentThread.Name == "state-writer" && !_go.IsSet)
            {
                _stopped.Set();
                _go.Wait();
            }

            return _time.GetTimestamp();
        }

        public void StopTheWriter()
        {
            _go.Reset();
            _time.Advance(TimeSpan.FromSeconds(2));
            _stopped.Wait();
        }

        public void LetTheWriterGo() => _go.Set();

        public void Dispose()
        {
            _go.Dispose();
            _stopped.Dispose();
        }
    }
}
