using System.CommandLine;
using System.CommandLine.Help;
using InfraFabric.Cli.Commands;
using InfraFabric.Cli.Commands.Blobs;
using InfraFabric.Cli.Commands.Coordinator;
using InfraFabric.Cli.Commands.Governor;
using InfraFabric.Cli.Commands.Identity;
using InfraFabric.Cli.Commands.Optimise;
using InfraFabric.Cli.Commands.State;
using InfraFabric.Cli.Commands.Tasks;
using InfraFabric.Cli.Commands.Witness;
using InfraFabric.Cli.Rendering;

namespace InfraFabric.Cli.Frame;

/// <summary>All commands of the program.</summary>
internal static class CommandTree
{
    public const string Program = "ifctl";

    /// <summary>An argument such as @frame.json is a value, never a file of further arguments.</summary>
    public static readonly ParserConfiguration Parsing = new() { ResponseFileTokenReplacer = null };

    public static RootCommand Create()
    {
        var root = new RootCommand("InfraFabric: the control plane for swarms of AI agents.");
        // 'ifctl version' says it, with --json too.
        root.Options.Remove(root.Options.First(option => option is VersionOption));
        foreach (var option in GlobalOptions.All)
            root.Options.Add(option);
        root.Subcommands.Add(UpCommand.Create());
        root.Subcommands.Add(TaskCommand.Create());
        root.Subcommands.Add(BlobCommand.Create());
        root.Subcommands.Add(CoordinatorCommand.Create());
        root.Subcommands.Add(GovernorCommand.Create());
        root.Subcommands.Add(OptimiseCommand.Create());
        root.Subcommands.Add(IdentityCommand.Create());
        root.Subcommands.Add(StateCommand.Create());
        root.Subcommands.Add(WitnessCommand.Create());
        root.Subcommands.Add(McpCommand.Create());
        root.Subcommands.Add(DoctorCommand.Create());
        root.Subcommands.Add(InstallCommand.Create());
        root.Subcommands.Add(UninstallCommand.Create());
        root.Subcommands.Add(CompletionCommand.Create());
        root.Subcommands.Add(VersionCommand.Create());

        var help = root.Options.OfType<HelpOption>().Single();
        help.Description = "Show help and examples.";
        // Spellings of another system, which would only clutter completions.
        help.Aliases.Remove("/h");
        help.Aliases.Remove("/?");
        var page = (HelpAction)help.Action!;
        help.Action = new HelpPage(page, asked: true);
        ShowHelpWithoutCommand(root, new HelpPage(page, asked: false));
        return root;
    }

    /// <summary>The line that reaches a command: the program's name and the commands down to it.</summary>
    public static string PathOf(Command command)
    {
        var parent = command.Parents.OfType<Command>().FirstOrDefault();
        return parent is null ? Program : $"{PathOf(parent)} {command.Name}";
    }

    private static void ShowHelpWithoutCommand(Command command, HelpPage help)
    {
        if (command.Subcommands.Count > 0)
            command.Action = help;
        foreach (var sub in command.Subcommands)
            ShowHelpWithoutCommand(sub, help);
    }
}
