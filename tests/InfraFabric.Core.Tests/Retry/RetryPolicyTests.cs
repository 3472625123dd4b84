using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Retry;

namespace InfraFabric.Core.Tests.Retry;

public sealed class RetryPolicyTests
{
    private static readonly RetryPolicy Policy = new(5, TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(500));

    [Theory]
    [InlineData(1, 50, 100)]
    [InlineData(2, 100, 200)]
    [InlineData(3, 200, 400)]
    [InlineData(4, 250, 500)]
    public void After_AttemptsAreLeft_WaitsWithinTheJitteredDouble(int attempts, int least, int most) =>
        Prop.ForAll<int>(seed =>
        {
            var envelope = Policy.After(attempts, ErrorTable.StateUnavailable, new Random(seed));
            return !envelope.IsFinal && envelope.Attempts == attempts
                && envelope.NextDelayMs >= least && envelope.NextDelayMs <= most;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void After_LastAttempt_IsFinal() =>
        Policy.After(5, ErrorTable.StateUnavailable, new Random(1)).ShouldBe(new RetryEnvelope(5, null));

    [Fact]
    public void After_ErrorThatNoRetryHelps_IsFinal() =>
        Policy.After(1, ErrorTable.NotFound, new Random(1)).IsFinal.ShouldBeTrue();

    [Fact]
    public void After_MostAttemptsOfAll_StaysWithinTheLongestWait()
    {
        var policy = new RetryPolicy(RetryLimits.MaxAttempts, RetryLimits.MinDelay, RetryLimits.MaxDelay);

        var envelope = policy.After(RetryLimits.MaxAttempts - 1, ErrorTable.Overloaded, new Random(1));

        envelope.NextDelay.ShouldNotBeNull().ShouldBeInRange(RetryLimits.MaxDelay / 2, RetryLimits.MaxDelay);
    }

    [Fact]
    public void After_SameSeed_WaitsTheSame()
    {
        var envelope = Policy.After(3, ErrorTable.Overloaded, new Random(9));

        Policy.After(3, ErrorTable.Overloaded, new Random(9)).ShouldBe(envelope);
    }

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(RetryLimits.MaxAttempts + 1, 1, 1)]
    [InlineData(1, 0, 1)]
    [InlineData(1, 2, 1)]
    [InlineData(1, 1, (60 * 60 * 1000) + 1)]
    public void Constructor_BeyondTheLimits_IsRefused(int attempts, int firstMs, int longestMs) =>
        Should.Throw<FabricException>(() => new RetryPolicy(
            attempts, TimeSpan.FromMilliseconds(firstMs), TimeSpan.FromMilliseconds(longestMs)))
            .Error.ShouldBe(ErrorTable.LimitExceeded);

    [Fact]
    public void Json_Envelope_HasTheShapeThatIsDocumented()
    {
        const string Again = """{"attempts":3,"next_delay_ms":400,"final":false}""";
        const string Final = """{"attempts":5,"next_delay_ms":null,"final":true}""";

        JsonSerializer.Serialize(new RetryEnvelope(3, 400)).ShouldBe(Again);
        JsonSerializer.Serialize(new RetryEnvelope(5, null)).ShouldBe(Final);
        JsonSerializer.Deserialize<RetryEnvelope>(Again).ShouldBe(new RetryEnvelope(3, 400));
    }
}
