using InfraFabric.Core.Errors;
using InfraFabric.State.Conformance;
using InfraFabric.State.Contract;
using InfraFabric.State.Embedded;

namespace InfraFabric.State.Tests.Embedded;

/// <summary>
/// Files that were cut off or changed are refused, or opened with all that was acknowledged: never anything else.
/// </summary>
public sealed class EmbeddedDamageTests(ITestOutputHelper output) : IDisposable
{
    private const int PageBytes = 4096;
    private readonly ScratchFolder _folder = new();
    private readonly Random _chance = new(20260103);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("state.db", true)]
    [InlineData("state.db", false)]
    [InlineData("state.db-wal", false)]
    [InlineData("state.mark", true)]
    public async Task Open_TruncatedAtARandomOffset_IsRefusedOrWhole(string name, bool closed)
    {
        var expected = await MakeAsync(closed);
        var size = new FileInfo(Image(name)).Length;
        int refused = 0, whole = 0;
        for (var i = 0; i < 200; i++)
        {
            var length = i == 0 ? 0 : _chance.NextInt64(size);
            var copy = CopyImage();
            using (var file = File.OpenWrite(Path.Combine(copy, name)))
                file.SetLength(length);
            _ = await IsWholeAsync(copy, expected, $"{name} cut to {length}") ? whole++ : refused++;
        }

        output.WriteLine($"{name}, {(closed ? "closed" : "killed")}: {refused} refused, {whole} whole");
        refused.ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData("state.db", true)]
    [InlineData("state.db", false)]
    [InlineData("state.db-wal", false)]
    [InlineData("state.mark", true)]
    public async Task Open_OneBitFlippedOnEachPage_IsRefusedOrWhole(string name, bool closed)
    {
        var expected = await MakeAsync(closed);
        var size = new FileInfo(Image(name)).Length;
        int refused = 0, whole = 0;
        for (var page = 0L; page < size; page += PageBytes)
        {
            var offset = page + _chance.NextInt64(Math.Min(PageBytes, size - page));
            var bit = _chance.Next(8);
            var copy = CopyImage();
            Flip(Path.Combine(copy, name), offset, bit);
            var what = $"{name} with bit {bit} of byte {offset} flipped";
            _ = await IsWholeAsync(copy, expected, what) ? whole++ : refused++;
        }

        output.WriteLine($"{name}, {(closed ? "closed" : "killed")}: {refused} refused, {whole} whole");
    }

    [Fact]
    public async Task Open_EveryBitOfTheFirstPage_IsRefusedOrWhole()
    {
        var expected = await MakeAsync(closed: true);
        for (var offset = 0; offset < 100; offset++)
        {
            var copy = CopyImage();
            Flip(Path.Combine(copy, "state.db"), offset, offset % 8);
            await IsWholeAsync(copy, expected, $"bit {offset % 8} of byte {offset} flipped");
        }
    }

    [Theory]
    [InlineData("state.db")]
    [InlineData("state.db-wal")]
    public async Task Open_AFileGone_IsRefused(string name)
    {
        var expected = await MakeAsync(closed: false);
        var copy = CopyImage();
        File.Delete(Path.Combine(copy, name));

        (await IsWholeAsync(copy, expected, $"{name} gone")).ShouldBeFalse();
    }

    [Fact]
    public async Task Open_Damaged_NamesTheWayOutAndLeavesTheFilesAlone()
    {
        await MakeAsync(closed: false);
        var copy = CopyImage();
        using (var file = File.OpenWrite(Path.Combine(copy, "state.db-wal")))
            file.SetLength(file.Length / 2);
        var before = Fingerprint(copy);

        var error = await Should.ThrowAsync<FabricException>(() => OpenAsync(copy));

        error.Error.ShouldBe(ErrorTable.StateDamaged);
        error.Fix.ShouldContain("ifctl state restore");
        Fingerprint(copy).ShouldBe(before);
    }

    [Fact]
    public async Task Open_InUseByAnotherProcess_SaysWhich()
    {
        await using var store = await OpenAsync(_folder.File("busy"));

        var error = await Should.ThrowAsync<FabricException>(() => OpenAsync(_folder.File("busy")));

        error.Error.ShouldBe(ErrorTable.StateBusy);
        error.What.ShouldContain(Environment.ProcessId.ToString());
    }

    [Fact]
    public async Task Open_NewState_IsReadableByItsOwnerOnly()
    {
        await using var store = await OpenAsync(_folder.File("new"));
        await store.CommitAsync(Some.Put("a", "1"));

        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        File.GetUnixFileMode(_folder.File("new")).ShouldBe(Owner | UnixFileMode.UserExecute);
        File.GetUnixFileMode(_folder.File("new/state.db")).ShouldBe(Owner);
        File.GetUnixFileMode(_folder.File("new/state.db-wal")).ShouldBe(Owner);
    }

    [Fact]
    public async Task Open_NotAStateFile_IsRefused()
    {
        Directory.CreateDirectory(_folder.File("other"));
        await File.WriteAllTextAsync(_folder.File("other/state.db"), new string('x', 10_000));

        var error = await Should.ThrowAsync<FabricException>(() => OpenAsync(_folder.File("other")));

        error.Error.ShouldBe(ErrorTable.StateDamaged);
    }

    [Fact]
    public async Task Commit_DiskFull_IsRefusedAndWorksAgainWithSpace()
    {
        CommitterProcess.RequireMounts();

        var said = await CommitterProcess.RunWithMountsAsync($"""
            mount -t tmpfs -o size=8m none {_folder.Path}
            head -c 2000000 /dev/zero > {_folder.File("ballast")}
            {CommitterProcess.Executable} fill {_folder.File("state")} {_folder.File("ballast")}
            """);

        output.WriteLine(said);
        said.ShouldContain("refused 10 exact True");
    }

    [Fact]
    public async Task Open_NewStateOnAFullDisk_SaysThatItCannotBeWritten()
    {
        CommitterProcess.RequireMounts();

        var said = await CommitterProcess.RunWithMountsAsync($"""
            mount -t tmpfs -o size=64k none {_folder.Path}
            head -c 100000 /dev/zero > {_folder.File("ballast")} || true
            {CommitterProcess.Executable} open {_folder.File("state")} || true
            rm {_folder.File("ballast")}
            {CommitterProcess.Executable} open {_folder.File("state")} || true
            """);

        var lines = said.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines[0].ShouldStartWith($"{ErrorTable.StateFailed.Code} ");
        lines[1].ShouldBe("open");
    }

    [Fact]
    public async Task Open_ReadOnlyFolder_SaysThatItCannotBeWritten()
    {
        CommitterProcess.RequireMounts();

        var said = await CommitterProcess.RunWithMountsAsync($"""
            mount -t tmpfs -o size=8m none {_folder.Path}
            {CommitterProcess.Executable} open {_folder.File("state")}
            mount -o remount,ro {_folder.Path}
            {CommitterProcess.Executable} open {_folder.File("state")} || true
            {CommitterProcess.Executable} open {_folder.File("new")} || true
            """);

        var lines = said.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines[0].ShouldBe("open");
        lines[1].ShouldStartWith($"{ErrorTable.StateFailed.Code} ");
        lines[2].ShouldStartWith($"{ErrorTable.StateFailed.Code} ");
    }

    private static Task<EmbeddedStateStore> OpenAsync(string directory) =>
        EmbeddedStateStore.OpenAsync(new EmbeddedOptions { Directory = directory }, TimeProvider.System);

    private static void Flip(string path, long offset, int bit)
    {
        using var file = File.Open(path, FileMode.Open, FileAccess.ReadWrite);
        file.Position = offset;
        var value = (byte)file.ReadByte();
        file.Position = offset;
        file.WriteByte((byte)(value ^ (1 << bit)));
    }

    /// <summary>All that a state holds, as text.</summary>
    private static async Task<string> ContentAsync(EmbeddedStateStore store)
    {
        var records = await store.ListAsync(new ListQuery("", 1000));
        var notes = await store.ReadNotesAsync(NotePosition.Start, 1000);
        return string.Join('\n', records.Records.Select(
            r => $"{r.Key} {Some.TextOf(r)} {r.CreateRevision} {r.ModifyRevision} {r.Lease}"))
            + $"\n{records.Revision}\n" + string.Join('\n', notes.Select(n => $"{n.Position} {n.Note}"));
    }

    private static string Fingerprint(string directory) =>
        string.Join('\n', new[] { "state.db", "state.db-wal", "state.mark" }
        .Select(name => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(
            File.ReadAllBytes(Path.Combine(directory, name))))));

    private static async Task<bool> IsWholeAsync(string directory, string expected, string what)
    {
        try
        {
            await using var store = await OpenAsync(directory);
            (await ContentAsync(store)).ShouldBe(expected, $"A wrong answer: {what}.");
            return true;
        }
        catch (FabricException e)
        {
            e.Error.ShouldBe(ErrorTable.StateDamaged, what);
            return false;
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    /// <summary>
    /// Makes a state with a snapshot, a log after it, and notes; and an image of its files, as they are after closing
    /// or as a killed process leaves them. What it holds.
    /// </summary>
    private async Task<string> MakeAsync(bool closed)
    {
        var live = _folder.File("live");
        string content;
        await using (var store = await OpenAsync(live))
        {
            for (var i = 0; i < 300; i++)
                await store.CommitAsync(Some.Put($"k/{i:D4}", new string((char)('a' + i % 26), 400)));
            await store.CompactAsync(150);
            await store.RemoveNotesAsync(new NotePosition(100, 0));
            for (var i = 0; i < 100; i++)
                await store.CommitAsync(Some.Put($"k/{i * 7:D4}", "changed"));
            content = await ContentAsync(store);
            if (!closed)
                Copy(live, Image(""));
        }

        if (closed)
            Copy(live, Image(""));
        return content;
    }

    private string Image(string name) => Path.Combine(_folder.File("image"), name);

    private string CopyImage()
    {
        var copy = _folder.File("copy");
        Copy(Image(""), copy);
        return copy;
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }
}
