using System.Diagnostics;

namespace InfraFabric.Coordinator.Tests.Migration;

/// <summary>A git work tree of its own, gone afterwards.</summary>
internal sealed class WorkTree : IDisposable
{
    private readonly DirectoryInfo _parent = Directory.CreateTempSubdirectory("if-boards-");

    public WorkTree()
    {
        Folder = _parent.CreateSubdirectory("tree");
        Git("init", "--quiet", "--initial-branch=main");
    }

    public DirectoryInfo Folder { get; }

    public string Write(string path, string text)
    {
        var full = Path.Combine(Folder.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
        return full;
    }

    public void Commit()
    {
        Git("add", "--all");
        Git("commit", "--quiet", "--allow-empty", "--message=boards");
    }

    /// <summary>Clones it into a folder beside it.</summary>
    public DirectoryInfo Clone(params string[] options)
    {
        var clone = new DirectoryInfo(Path.Combine(_parent.FullName, Path.GetRandomFileName()));
        Git(["clone", "--quiet", .. options, $"file://{Folder.FullName}", clone.FullName]);
        return clone;
    }

    public void Git(params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git",
            ["-c", "user.name=Board", "-c", "user.email=board@example.org", "-c", "commit.gpgsign=false", .. arguments])
        {
            WorkingDirectory = Folder.FullName,
            UseShellExecute = false,
            RedirectStandardError = true,
        })!;
        var errors = git.StandardError.ReadToEnd();
        git.WaitForExit();
        git.ExitCode.ShouldBe(0, errors);
    }

    public void Dispose() => _parent.Delete(recursive: true);
}
