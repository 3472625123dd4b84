using System.CommandLine;
using InfraFabric.Cli.Answers;
using InfraFabric.Cli.Frame;
using InfraFabric.Cli.Rendering;
using InfraFabric.Core.Errors;

namespace InfraFabric.Cli.Commands;

internal static class InstallCommand
{
    public static readonly Option<string> To = new("--to")
    {
        Description = "The folder of the links [default: ~/.local/bin, for root /usr/local/bin].",
        HelpName = "FOLDER",
    };

    public static Command Create()
    {
        var verb = new Verb("install", "Link 'ifctl' and 'if' into a folder on PATH.")
        {
            Examples = ["install", "install --to ~/bin"],
            Options = { To },
        };
        verb.Answers(() => CliJson.Default.InstallAnswer, run => Task.FromResult(Install(run)), Show);
        return verb;
    }

    private static InstallAnswer Install(CommandRun run)
    {
        var folder = ProgramLinks.FolderFor(run.Get(To));
        var links = ProgramLinks.Names.Select(name => Path.Combine(folder, name)).ToList();
        // All are looked at before any is made: no half of an installation.
        var taken = links.Find(link => ProgramLinks.Exists(link) && !ProgramLinks.IsOurs(link));
        if (taken is not null)
            throw ProgramLinks.NotOurs(taken);
        try
        {
            Directory.CreateDirectory(folder);
            foreach (var link in links.Where(link => !ProgramLinks.Exists(link)))
                File.CreateSymbolicLink(link, ProgramLinks.Target);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new FabricException(ErrorTable.EnvironmentIncomplete, $"The links could not be made in {folder}.",
                refused.Message, "Choose a folder that you can write to, with --to.", refused);
        }

        return new InstallAnswer(folder, links, ProgramLinks.Target, ProgramLinks.IsOnPath(folder));
    }

    private static void Show(InstallAnswer installed, Terminal terminal)
    {
        foreach (var link in installed.Links)
            terminal.Line($"{link} -> {installed.Target}");
        if (!installed.OnPath)
        {
            terminal.Line($"""
                Not on your PATH yet: add  export PATH="{installed.Folder}:$PATH"  to your shell's profile.
                """);
        }

        terminal.Line("""
            Call it as 'ifctl'. The shell keeps the word 'if' for itself: there, call it as '\if' or 'command if'.
            """);
    }
}
