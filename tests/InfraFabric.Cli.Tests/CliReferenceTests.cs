using System.CommandLine;
using System.Text;
using InfraFabric.Cli.Frame;
using InfraFabric.Cli.Tests.Program;

namespace InfraFabric.Cli.Tests;

/// <summary>Holds the reference to the commands, which write it.</summary>
public sealed class CliReferenceTests
{
    private const string Head = """
        # The command line

        Every command, as `ifctl COMMAND --help` shows it. The same program is also installed as `if`; a shell keeps
        that word for itself, so call it `\if` there.

        A command that fails says what happened, why, and what to do, on standard error; with `--json` as one JSON
        document. Its exit code tells the class of the error: [errors and exit codes](errors.md).

        ## Options of every command

        """;

    [Fact]
    public void Reference_OfTheCommandLine_IsWhatTheCommandsSay()
    {
        var text = new StringBuilder(Head).Append('\n');
        AppendOptions(text, GlobalOptions.All);
        AppendCommands(text, CommandTree.Create());

        Snapshot.ShouldMatch(text.ToString(), "docs", "reference", "cli.md");
    }

    private static void AppendCommands(StringBuilder text, Command command)
    {
        foreach (var sub in command.Subcommands)
        {
            if (sub is Verb verb)
                Append(text, verb);
            AppendCommands(text, sub);
        }
    }

    private static void Append(StringBuilder text, Verb verb)
    {
        var arguments = string.Concat(verb.Arguments.Select(argument =>
            argument.Arity.MinimumNumberOfValues == 0 ? $" [{argument.Name}]" : $" {argument.Name}"));
        text.Append($"\n## {CommandTree.PathOf(verb)}{arguments}\n\n{verb.Description}\n\n");
        foreach (var argument in verb.Arguments)
            text.Append($"- `{argument.Name}`: {argument.Description}\n");
        AppendOptions(text, verb.Options);
        if (verb.Arguments.Count + verb.Options.Count > 0)
            text.Append('\n');
        foreach (var example in verb.Examples)
            text.Append($"    {CommandTree.Program} {example}\n");
        if (verb.Checks.Count == 0)
            return;
        text.Append("\nWith `--mode=falsify` it tries, on a copy of the state:\n\n");
        foreach (var check in verb.Checks)
            text.Append($"- {check.Name}: {check.Tries}\n");
    }

    private static void AppendOptions(StringBuilder text, IEnumerable<Option> options)
    {
        foreach (var option in options)
        {
            var value = option.ValueType == typeof(bool) ? "" : $" {option.HelpName}";
            text.Append($"- `{option.Name}{value}`: {option.Description}\n");
        }
    }
}
