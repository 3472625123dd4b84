using InfraFabric.Wasm.Recordings;

namespace InfraFabric.Wasm.Tests.Recordings;

public sealed class RecordingTests
{
    private const int Mutations = 5_000;
    private static readonly StoreOptions Options = new() { Fuel = 1_500, MaxMemoryPages = 4, MaxTableElements = 6 };

    [Fact]
    public void Read_WhatWasWritten_IsTheSame()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var bytes = Recorded(seed).ToArray();

            Recording.Read(bytes).ToArray().ShouldBe(bytes);
        }
    }

    [Fact]
    public void Read_EachBeginning_IsRefused()
    {
        var bytes = Recorded(7).ToArray();

        for (var length = 0; length < bytes.Length; length++)
            Should.Throw<InvalidDataException>(() => Recording.Read(bytes.AsSpan(0, length)));
    }

    [Fact]
    public void Read_FlippedBits_AreRefusedOrReplayedWithinTheStore()
    {
        var module = RandomGuest.Build(7);
        var whole = Recorded(7).ToArray();
        var random = new Random(1);
        var read = 0;
        for (var i = 0; i < Mutations; i++)
        {
            var bytes = whole.ToArray();
            for (var flips = random.Next(1, 4); flips > 0; flips--)
                bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
            try
            {
                var replay = new Replay(Recording.Read(bytes));
                read++;
                RunOutcome.Of(replay.Linker, module, Options);
            }
            catch (Exception exception) when (exception is InvalidDataException or ReplayException or LinkException)
            {
                // What else is thrown fails the test.
            }
        }

        read.ShouldBeInRange(1, Mutations - 1);
    }

    [Theory]
    [InlineData("49465751", "The bytes are no recording")]
    [InlineData("4946575202", "The recording has version 2; known is 1")]
    [InlineData("49465752010000", "The recording is cut off")]
    [InlineData("4946575201000000FFFFFFFF07", "There is more than can be")]
    [InlineData("494657520100000000FF", "Something follows the last call")]
    public void Read_WrongBytes_SayWhatIsWrong(string hex, string message) =>
        Should.Throw<InvalidDataException>(() => Recording.Read(Convert.FromHexString(hex)))
            .Message.ShouldStartWith(message);

    [Fact]
    public void Read_MoreThanTheLimits_IsRefused()
    {
        var bytes = Recorded(7).ToArray();

        Refuse(new RecordingLimits { MaxBytes = bytes.Length - 1 });
        Refuse(new RecordingLimits { MaxCalls = 1 });
        Refuse(new RecordingLimits { MaxImports = 5 });
        var fits = new RecordingLimits { MaxBytes = bytes.Length, MaxImports = 6 };
        Recording.Read(bytes, fits).CallCount.ShouldBeGreaterThan(1);

        void Refuse(RecordingLimits limits) =>
            Should.Throw<InvalidDataException>(() => Recording.Read(bytes, limits));
    }

    private static Recording Recorded(int seed)
    {
        var recorder = new Recorder();
        RunOutcome.Of(recorder.Record(new RandomHost(seed).Linker), RandomGuest.Build(seed), Options);
        return recorder.ToRecording();
    }
}
