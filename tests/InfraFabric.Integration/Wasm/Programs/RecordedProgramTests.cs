using InfraFabric.Wasm.Recordings;

namespace InfraFabric.Integration.Wasm.Programs;

/// <summary>Programs that were recorded run again without clock, randomness, files, streams, and end alike.</summary>
public sealed class RecordedProgramTests(BuiltPrograms programs) : IClassFixture<BuiltPrograms>
{
    [Fact]
    public void Replay_CProgram_EndsTheSame() => ShouldEndTheSame("command", programs.Words, "one", "two three");

    [Fact]
    public void Replay_RustProgram_EndsTheSame() => ShouldEndTheSame("command", programs.Fabric, "one");

    [Fact]
    public void Replay_RustProgramThatPanics_EndsTheSame() => ShouldEndTheSame("command", programs.Fabric, "panic");

    [Fact]
    public void Replay_AssemblyScriptModule_EndsTheSame() => ShouldEndTheSame("assembly", programs.Assembly);

    [Fact]
    public void Replay_ScriptInQuickJs_EndsTheSame() =>
        ShouldEndTheSame("quickjs", BuiltPrograms.QuickJs, BuiltPrograms.Source("script.js"));

    [Fact]
    public void Replay_ScriptInRuby_EndsTheSame() =>
        ShouldEndTheSame("ruby", BuiltPrograms.Ruby, BuiltPrograms.Source("script.rb"));

    private static void ShouldEndTheSame(string kind, string file, params string[] arguments)
    {
        var recorder = new Recorder();
        var recorded = HostHere.EndOf(kind, file, "a line\n", recorder.Record, arguments);
        var bytes = recorder.ToRecording().ToArray();
        var replay = new Replay(Recording.Read(bytes));

        var replayed = HostHere.EndOf(kind, file, "", _ => replay.Linker, arguments);

        replayed.ShouldBe(recorded);
        replay.Finish();
        TestContext.Current.TestOutputHelper?.WriteLine($"{replay.Position} calls, {bytes.Length} bytes: {replayed}");
    }
}
