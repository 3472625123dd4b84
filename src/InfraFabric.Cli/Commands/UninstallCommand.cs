using System.CommandLine;
using InfraFabric.Cli.Answers;
using InfraFabric.Cli.Frame;
using InfraFabric.Cli.Rendering;

namespace InfraFabric.Cli.Commands;

internal static class UninstallCommand
{
    public static Command Create()
    {
        var verb = new Verb("uninstall", "Remove the links that 'install' made. The fabric's home stays.")
        {
            Examples = ["uninstall", "uninstall --to ~/bin"],
            Options = { InstallCommand.To },
        };
        verb.Answers(() => CliJson.Default.InstallAnswer, run => Task.FromResult(Uninstall(run)), Show);
        return verb;
    }

    private static InstallAnswer Uninstall(CommandRun run)
    {
        var folder = ProgramLinks.FolderFor(run.Get(InstallCommand.To));
        var links = ProgramLinks.Names.Select(name => Path.Combine(folder, name)).Where(ProgramLinks.Exists).ToList();
        var foreign = links.Find(link => !ProgramLinks.IsOurs(link));
        if (foreign is not null)
            throw ProgramLinks.NotOurs(foreign);
        links.ForEach(File.Delete);
        return new InstallAnswer(folder, links, null, ProgramLinks.IsOnPath(folder));
    }

    private static void Show(InstallAnswer removed, Terminal terminal)
    {
        foreach (var link in removed.Links)
            terminal.Line($"removed {link}");
        if (removed.Links.Count == 0)
            terminal.Line($"There are no links of ifctl in {removed.Folder}.");
    }
}
