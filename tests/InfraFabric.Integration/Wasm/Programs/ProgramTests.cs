namespace InfraFabric.Integration.Wasm.Programs;

/// <summary>
/// Programs of real compilers, and real interpreters, print here what they print under Node.js, and end alike.
/// </summary>
public sealed class ProgramTests(BuiltPrograms programs) : IClassFixture<BuiltPrograms>
{
    private const string Text = "the swarm claims the task, and the fence holds.\nThe end.\n";

    [Fact]
    public Task Run_CProgram_DoesWhatItDoesInNode() =>
        ShouldDoTheSameAsync("command", programs.Words, "ended with 9", "one", "two three");

    [Fact]
    public Task Run_RustProgram_DoesWhatItDoesInNode() =>
        ShouldDoTheSameAsync("command", programs.Fabric, "ended with 4", "one");

    [Fact]
    public Task Run_RustProgramThatPanics_IsStoppedAsInNode() =>
        ShouldDoTheSameAsync("command", programs.Fabric, "stopped: unreachable", "panic");

    [Fact]
    public Task Run_AssemblyScriptModule_DoesWhatItDoesInNode() =>
        ShouldDoTheSameAsync("assembly", programs.Assembly, "stopped: unreachable");

    [Fact]
    public Task Run_ScriptInQuickJs_GivesWhatItGivesInNode() =>
        ShouldDoTheSameAsync("quickjs", BuiltPrograms.QuickJs, "ended with 0", BuiltPrograms.Source("script.js"));

    [Fact]
    public Task Run_ScriptInRuby_PrintsWhatItPrintsInNode() =>
        ShouldDoTheSameAsync("ruby", BuiltPrograms.Ruby, "ended with 0", BuiltPrograms.Source("script.rb"));

    private async Task ShouldDoTheSameAsync(string kind, string file, string end, params string[] arguments)
    {
        string[] node = ["--no-warnings", BuiltPrograms.Source("host.mjs"), kind, file, programs.MakeFolder()];
        var inNode = await Tool.RunAsync("node", [.. node, .. arguments], Text);

        var here = HostHere.Run(kind, file, Text, arguments);

        here.ShouldBe(inNode);
        here.TrimEnd().ShouldEndWith(end);
    }
}
