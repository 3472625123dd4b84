using System.CommandLine;
using InfraFabric.Core.Config;
using InfraFabric.Core.Errors;

namespace InfraFabric.Cli.Frame;

/// <summary>Says what is wrong with a command line, and what was probably meant.</summary>
internal static class UsageErrors
{
    public static FabricException Explain(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var path = CommandTree.PathOf(command);
        if (parsed.UnmatchedTokens.Count == 0)
        {
            return new FabricException(ErrorTable.Usage, $"'{path}' cannot be called like that.",
                string.Join(" ", parsed.Errors.Select(error => error.Message)), $"See '{path} --help'.");
        }

        var token = parsed.UnmatchedTokens[0];
        var isOption = token.StartsWith('-');
        var known = isOption ? OptionNames(parsed.CommandResult) : command.Subcommands.Select(sub => sub.Name);
        var nearest = NearestKey.Find(token, known);
        var kind = isOption ? "option" : command.Subcommands.Count > 0 ? "command" : "argument";
        return new FabricException(ErrorTable.Usage, $"'{path}' has no {kind} '{token}'.",
            "The line cannot be understood without guessing.",
            nearest is null ? $"See '{path} --help'." : $"Did you mean '{nearest}'? See '{path} --help'.");
    }

    private static IEnumerable<string> OptionNames(System.CommandLine.Parsing.CommandResult result) =>
        result.Command.Options.Concat(GlobalOptions.All).SelectMany(option => option.Aliases.Append(option.Name));
}
