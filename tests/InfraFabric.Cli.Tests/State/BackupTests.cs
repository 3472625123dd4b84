using InfraFabric.Cli.Tests.Program;

namespace InfraFabric.Cli.Tests.State;

public sealed class BackupTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Backup_ThenRestore_BringsEverythingBack(bool served)
    {
        using var home = new TestHome();
        await home.PutAsync(("a", "1"), ("b", "2"));
        var file = home.PathOf("x.backup");
        await using (served ? await RunningServer.StartAsync(home) : null)
        {
            var written = (await home.RunAsync("state", "backup", file, "--json")).ShouldExit(0).Json;
            written.GetProperty("records").GetInt64().ShouldBe(2 + (served ? RunningServer.OwnRecords : 0));
        }

        await home.PutAsync(("a", "changed"), ("c", "3"));
        var restored = (await home.RunAsync("state", "restore", file, "--replace", "--json")).ShouldExit(0).Json;

        (await home.RunAsync("state", "get", "a")).Out.ShouldBe("1");
        (await home.RunAsync("state", "get", "c")).ShouldExit(4);
        Directory.Exists(restored.GetProperty("set_aside").GetString()).ShouldBeTrue();
        File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task Restore_WhereAReasonIsRequired_IsRefusedWithoutOne()
    {
        using var home = new TestHome();
        await home.PutAsync(("a", "1"));
        var file = home.PathOf("x.backup");
        (await home.RunAsync("state", "backup", file)).ShouldExit(0);
        await File.WriteAllTextAsync(Path.Combine(home.Folder, "fabric.yaml"), "require_why: true\n");

        var refused = await home.RunAsync("state", "restore", file, "--replace");
        var given = await home.RunAsync("state", "restore", file, "--replace", "--why", "the disk failed");

        refused.ShouldExit(2).Error.ShouldContain("IF_ERR_WHY_MISSING");
        given.ShouldExit(0);
    }

    [Fact]
    public async Task Restore_ThatWasAMistake_CanBeUndone()
    {
        using var home = new TestHome();
        await home.PutAsync(("a", "old"));
        var file = home.PathOf("x.backup");
        (await home.RunAsync("state", "backup", file)).ShouldExit(0);
        await home.PutAsync(("a", "new"));

        var restored = (await home.RunAsync("state", "restore", file, "--replace")).ShouldExit(0);
        var undo = restored.Out.Split('\n').Single(line => line.StartsWith("  mv ", StringComparison.Ordinal));
        (await home.RunAsync("bash", ["-c", undo])).ShouldExit(0);

        (await home.RunAsync("state", "get", "a")).Out.ShouldBe("new");
    }

    [Fact]
    public async Task Backup_OntoAFileThatIsThere_NeedsForce()
    {
        using var home = new TestHome();
        await home.PutAsync(("a", "1"));
        var file = home.PathOf("x.backup");
        await File.WriteAllTextAsync(file, "precious");

        (await home.RunAsync("state", "backup", file)).ShouldExit(2).Error.ShouldContain("--force");
        (await File.ReadAllTextAsync(file)).ShouldBe("precious");
        (await home.RunAsync("state", "backup", file, "--force")).ShouldExit(0);

        new FileInfo(file).Length.ShouldBeGreaterThan(20);
        Directory.GetFiles(Path.GetDirectoryName(file)!, "*.part").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("missing/x.backup", 2)]
    [InlineData("../../../../../proc/x.backup", 7)]
    public async Task Backup_WhereItCannotBeWritten_SaysSo(string file, int exitCode)
    {
        using var home = new TestHome();
        await home.PutAsync(("a", "1"));

        (await home.RunAsync("state", "backup", file)).ShouldExit(exitCode).Error.ShouldContain("fix:");
    }

    [Fact]
    public async Task Restore_WhileAServerRuns_IsRefused()
    {
        using var home = new TestHome();
        await home.PutAsync(("a", "1"));
        var file = home.PathOf("x.backup");
        await using var server = await RunningServer.StartAsync(home);
        (await home.RunAsync("state", "backup", file)).ShouldExit(0);

        var result = (await home.RunAsync("state", "restore", file, "--replace")).ShouldExit(7);

        result.Error.ShouldContain($"kill {server.Process.Id}");
        (await home.RunAsync("state", "get", "a")).Out.ShouldBe("1");
    }

    [Fact]
    public async Task Restore_OntoAState_NeedsReplace()
    {
        using var home = new TestHome();
        await home.PutAsync(("a", "1"));
        var file = home.PathOf("x.backup");
        (await home.RunAsync("state", "backup", file)).ShouldExit(0);

        (await home.RunAsync("state", "restore", file)).ShouldExit(2).Error.ShouldContain("--replace");
    }

    [Fact]
    public async Task Restore_OfADamagedFile_LeavesTheStateAsItIs()
    {
        using var home = new TestHome();
        await home.PutAsync(("a", "1"));
        var file = home.PathOf("x.backup");
        (await home.RunAsync("state", "backup", file)).ShouldExit(0);
        var bytes = await File.ReadAllBytesAsync(file);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(file, bytes);
        var before = home.Fingerprint();

        var result = (await home.RunAsync("state", "restore", file, "--replace")).ShouldExit(9);

        result.Error.ShouldContain("IF_ERR_STATE_DAMAGED");
        home.Fingerprint().ShouldBe(before);
    }

    [Fact]
    public async Task Restore_OfNothing_SaysSo()
    {
        using var home = new TestHome();

        (await home.RunAsync("state", "restore", "nothing")).ShouldExit(4).Error.ShouldContain("nothing");
    }

    [Fact]
    public async Task Restore_WithAReason_KeepsItInItsNote()
    {
        using var home = new TestHome();
        await home.PutAsync(("a", "1"));
        var file = home.PathOf("x.backup");
        (await home.RunAsync("state", "backup", file)).ShouldExit(0);

        var result = (await home.RunAsync(
            "state", "restore", file, "--replace", "--why", "disk failed", "--trace", "--json")).ShouldExit(0);

        await using var store = await InfraFabric.State.Embedded.EmbeddedStateStore.OpenAsync(
            new InfraFabric.State.Embedded.EmbeddedOptions { Directory = home.StateFolder }, TimeProvider.System);
        var notes = await store.ReadNotesAsync(InfraFabric.State.Contract.NotePosition.Start, 10);
        notes[^1].Note.Why.ShouldBe("disk failed");
        notes[^1].Note.Trace.ToString().ShouldBe(result.Json.GetProperty("trace").GetString());
    }
}
