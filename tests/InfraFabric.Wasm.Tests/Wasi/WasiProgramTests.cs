using System.Security.Cryptography;
using System.Text;
using InfraFabric.Wasm.Wasi;
using InfraFabric.Wasm.Wasi.Files;

namespace InfraFabric.Wasm.Tests.Wasi;

/// <summary>Programs that a C compiler made: each prints here what it prints in Node, and ends alike.</summary>
public sealed class WasiProgramTests : IDisposable
{
    private const string Text = "first\nsecond\nthird";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("wasi-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Run_ProgramThatUsesFiles_DoesWhatItDoesInNode()
    {
        Assert.SkipUnless(ForeignProgram.ArePresent, ForeignProgram.Needed);
        string[] arguments = ["prog", "one", "zwei und drei"];
        const string Input = "a line\nanother\n";
        var files = new VirtualFileSystem().Mount("/data", MountAccess.ReadWrite)
            .WriteFile("/data/in.txt", Encoding.UTF8.GetBytes(Text));

        var program = await ForeignProgram.CompileAsync("files.c", _folder.FullName, Cancellation);
        var expected = await RunInNodeAsync("files.wasm", arguments, Input);
        var outcome = Run(program, Input, new WasiOptions
        {
            Arguments = arguments,
            Environment = new Dictionary<string, string> { ["COLOUR"] = "blue" },
            Files = files,
        });

        outcome.ShouldBe(expected);
        outcome.ExitCode.ShouldBe(3);
        files.List("/data").ShouldBe(["in.txt", "dir", "link", "hard"]);
    }

    [Fact]
    public async Task Run_ProgramThatSleeps_SeesTheClocksItIsGiven()
    {
        Assert.SkipUnless(ForeignProgram.ArePresent, ForeignProgram.Needed);
        var program = await ForeignProgram.CompileAsync("clock.c", _folder.FullName, Cancellation);
        var clock = new ManualClock(DateTimeOffset.UnixEpoch.AddYears(60));

        var expected = await RunInNodeAsync("clock.wasm", [], "");
        var outcome = Run(program, "", new WasiOptions { TimeProvider = clock, Random = RandomNumberGenerator.Fill });

        outcome.ShouldBe(expected);
        clock.Waits.ShouldBe([TimeSpan.FromMilliseconds(30)]);
    }

    [Fact]
    public async Task Run_ProgramThatIsGivenNothing_IsRefusedAndEnds()
    {
        Assert.SkipUnless(ForeignProgram.ArePresent, ForeignProgram.Needed);
        var program = await ForeignProgram.CompileAsync("clock.c", _folder.FullName, Cancellation);

        var outcome = Run(program, "", new WasiOptions());

        outcome.Output.ShouldBe("failed -1, slept 0, after 2020 0\nrandom -1, all zero 1\n");
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private async Task<ProgramOutcome> RunInNodeAsync(string program, string[] arguments, string input)
    {
        var data = _folder.CreateSubdirectory("data");
        await File.WriteAllTextAsync(Path.Combine(data.FullName, "in.txt"), Text, Cancellation);
        return await ForeignProgram.RunNodeAsync(
            Path.Combine(_folder.FullName, program), data.FullName, """{"COLOUR":"blue"}""", arguments, input,
            Cancellation);
    }

    private static ProgramOutcome Run(byte[] program, string input, WasiOptions options)
    {
        using var store = new Store();
        using var output = new MemoryStream();
        using var error = new MemoryStream();
        var linker = new Linker();
        new WasiHost(options with
        {
            Input = new MemoryStream(Encoding.UTF8.GetBytes(input)),
            Output = output,
            Error = error,
        }).Define(linker);
        var start = linker.Instantiate(store, Module.Load(program)).GetFunction<Action>("_start");
        var exitCode = 0;
        try
        {
            start();
        }
        catch (WasiExitException exit)
        {
            exitCode = exit.ExitCode;
        }

        return new ProgramOutcome(
            Encoding.UTF8.GetString(output.ToArray()), Encoding.UTF8.GetString(error.ToArray()), exitCode);
    }
}
