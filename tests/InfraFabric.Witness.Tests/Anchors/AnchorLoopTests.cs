using InfraFabric.State.Simulated;
using InfraFabric.Witness.Anchors;
using InfraFabric.Witness.Tests.Verifying;
using Microsoft.Extensions.Logging.Abstractions;

namespace InfraFabric.Witness.Tests.Anchors;

/// <summary>An anchor that could not be written catches up by itself.</summary>
public sealed class AnchorLoopTests
{
    [Fact]
    public void Loop_WhoseFolderCannotBeWritten_SaysSoAndCatchesUp() => SimulatedWorld.Run(1, async world =>
    {
        using var folder = new TestFolder();
        var anchor = new AnchorFolder(folder.PathOf("anchor"));
        // A file stands where the folder should be.
        await File.WriteAllTextAsync(folder.PathOf("anchor"), "");
        await using var loop = AnchorLoop.Start(
            SomeLog.Of(300), [SomeLog.Key], anchor, TimeSpan.FromMinutes(1), isTurn: null, world.Time,
            NullLogger.Instance);
        await Task.Delay(TimeSpan.FromSeconds(1), world.Time);
        var problem = loop.Problem;

        File.Delete(folder.PathOf("anchor"));
        await Task.Delay(TimeSpan.FromMinutes(2), world.Time);

        problem!.ShouldContain("cannot be written");
        loop.Problem.ShouldBeNull();
        loop.State.ShouldBe(new AnchorState(300, 0));
        (await new AnchorPush(SomeLog.Of(700), [SomeLog.Key], anchor).RunAsync()).Added.ShouldBe(400);
    });
}
