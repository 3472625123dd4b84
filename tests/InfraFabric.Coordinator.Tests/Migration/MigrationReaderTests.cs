using InfraFabric.Coordinator.Migration;
using InfraFabric.Core.Errors;

namespace InfraFabric.Coordinator.Tests.Migration;

public sealed class MigrationReaderTests
{
    private const string Board = "- 🔵 AVAILABLE P0.1 It\n";

    [Fact]
    public async Task ReadAsync_WorkTree_ReadsItsBoardsAndStatuses()
    {
        using var tree = new WorkTree();
        tree.Write("docs/BOARD.MD", Board);
        tree.Write("docs/STATUS-SESSION-1-NDI.yaml", "status: active\ncurrent_task: P0.1");
        tree.Write("notes.txt", "- 🔵 AVAILABLE P0.9 It");
        tree.Commit();

        var plan = await ReadAsync(tree.Folder.CreateSubdirectory("docs"));

        plan.FilesRead.ShouldBe(2);
        plan.Unread.ShouldBeEmpty();
        plan.Swarms.ShouldHaveSingleItem().Name.Text.ShouldBe("session-1-ndi");
        var task = plan.Tasks.ShouldHaveSingleItem();
        task.Source.ToString().ShouldBe("docs/BOARD.MD:1");
        task.Session.ShouldBe("session-1-ndi");
    }

    [Fact]
    public async Task ReadAsync_FileThatGitDoesNotTrack_IsNotRead()
    {
        using var tree = new WorkTree();
        tree.Commit();
        tree.Write("board.md", Board);

        (await ReadAsync(tree.Folder)).Tasks.ShouldBeEmpty();
    }

    [Fact]
    public async Task ReadAsync_AnotherCloneLater_GivesTheSameKeys()
    {
        using var tree = new WorkTree();
        tree.Write("board.md", Board);
        tree.Commit();
        var first = await ReadAsync(tree.Folder);
        tree.Write("board.md", "# Moved\n- 🟢 COMPLETED P0.1 It, reworded\n");
        tree.Commit();

        var second = await ReadAsync(tree.Clone());

        second.Repository.ShouldBe(first.Repository);
        second.Tasks[0].IsCompleted.ShouldBeTrue();
        second.Tasks[0].IdempotencyKey.ShouldBe(first.Tasks[0].IdempotencyKey);
    }

    [Fact]
    public async Task ReadAsync_OtherRepository_GivesOtherKeys()
    {
        using var tree = new WorkTree();
        using var other = new WorkTree();
        tree.Write("board.md", Board);
        other.Write("board.md", $"{Board}\n");
        tree.Commit();
        other.Commit();

        (await ReadAsync(tree.Folder)).Tasks[0].IdempotencyKey
            .ShouldNotBe((await ReadAsync(other.Folder)).Tasks[0].IdempotencyKey);
    }

    [Fact]
    public async Task ReadAsync_Links_AreNotFollowed()
    {
        using var outside = new WorkTree();
        outside.Write("board.md", Board);
        using var tree = new WorkTree();
        tree.Write("docs/board.md", "# Nothing here");
        File.CreateSymbolicLink(
            Path.Combine(tree.Folder.FullName, "link.md"), Path.Combine(outside.Folder.FullName, "board.md"));
        tree.Commit();
        Directory.Delete(Path.Combine(tree.Folder.FullName, "docs"), recursive: true);
        Directory.CreateSymbolicLink(Path.Combine(tree.Folder.FullName, "docs"), outside.Folder.FullName);

        var plan = await ReadAsync(tree.Folder);

        plan.Tasks.ShouldBeEmpty();
        plan.Unread.Select(line => $"{line.Source.File}: {line.Why}").ShouldBe([
            "link.md: It is a link, and links are not followed.",
            "docs/board.md: It is a link, or a folder above it is, and links are not followed.",
        ]);
    }

    [Fact]
    public async Task ReadAsync_FilesThatCannotBeRead_AreReported()
    {
        using var tree = new WorkTree();
        tree.Write("gone.md", Board);
        tree.Write("large.md", new string('x', MigrationLimits.MaxFileBytes + 1));
        tree.Write("most.md", Board.PadRight(MigrationLimits.MaxFileBytes - "🔵".Length, '\n'));
        File.WriteAllBytes(tree.Write("latin.md", ""), [0x66, 0xFC, 0x72]);
        tree.Commit();
        File.Delete(Path.Combine(tree.Folder.FullName, "gone.md"));

        var plan = await ReadAsync(tree.Folder);

        plan.Tasks.ShouldHaveSingleItem().Source.File.ShouldBe("most.md");
        plan.Unread.Select(line => $"{line.Source.File}: {line.Why}").ShouldBe([
            "gone.md: git tracks it, and it is not in the work tree.",
            "large.md: It has 4194305 bytes; at most 4194304 are read.",
            "latin.md: It is not text in UTF-8.",
        ], ignoreOrder: true);
    }

    [Fact]
    public async Task ReadAsync_SessionWithTwoStatusFiles_IsReported()
    {
        using var tree = new WorkTree();
        tree.Write("STATUS-SESSION-1.yaml", "status: active");
        tree.Write("old/STATUS-SESSION-1.yml", "status: idle");
        tree.Commit();

        var plan = await ReadAsync(tree.Folder);

        plan.Swarms.ShouldHaveSingleItem().Status.ShouldBe("active");
        plan.Unread.ShouldHaveSingleItem().Why.ShouldBe("The session stands in STATUS-SESSION-1.yaml:1 already.");
    }

    [Fact]
    public async Task ReadAsync_ShallowClone_IsRefusedWithTheFix()
    {
        using var tree = new WorkTree();
        tree.Commit();
        tree.Commit();
        var clone = tree.Clone("--depth=1");

        var refused = await Should.ThrowAsync<FabricException>(() => ReadAsync(clone));

        refused.Error.ShouldBe(ErrorTable.Usage);
        refused.Fix.ShouldBe("Run: git fetch --unshallow");
    }

    [Fact]
    public async Task ReadAsync_NoWorkTree_IsRefused()
    {
        var folder = Directory.CreateTempSubdirectory("if-boards-");

        var refused = await Should.ThrowAsync<FabricException>(() => ReadAsync(folder));
        folder.Delete();
        var missing = await Should.ThrowAsync<FabricException>(() => ReadAsync(folder));

        refused.Error.ShouldBe(ErrorTable.Usage);
        missing.Error.ShouldBe(ErrorTable.NotFound);
    }

    [Fact]
    public async Task ReadAsync_ConfigurationThatWouldRunAProgram_RunsNothing()
    {
        using var tree = new WorkTree();
        tree.Write("board.md", Board);
        tree.Commit();
        var proof = Path.Combine(tree.Folder.FullName, "proof");
        tree.Git("config", "core.fsmonitor", $"touch {proof}; false");

        var plan = await ReadAsync(tree.Folder);

        plan.Tasks.ShouldHaveSingleItem();
        File.Exists(proof).ShouldBeFalse();
    }

    [Fact]
    public async Task ReadAsync_WorkTree_StaysAsItIs()
    {
        using var tree = new WorkTree();
        tree.Write("board.md", Board);
        tree.Commit();
        var before = Files(tree.Folder);

        await ReadAsync(tree.Folder);

        Files(tree.Folder).ShouldBe(before);
    }

    private static Task<MigrationPlan> ReadAsync(DirectoryInfo folder) =>
        MigrationReader.ReadAsync(folder, TimeProvider.System, TestContext.Current.CancellationToken);

    private static List<string> Files(DirectoryInfo folder) =>
        [.. folder.EnumerateFiles("*", SearchOption.AllDirectories)
            .Select(file => $"{file.FullName} {file.Length} {file.LastWriteTimeUtc:O}").Order(StringComparer.Ordinal)];
}
