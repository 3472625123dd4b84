using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using InfraFabric.Cli.Frame;

namespace InfraFabric.Cli.Rendering;

/// <summary>The help of a command, with its examples at the end.</summary>
internal sealed class HelpPage : SynchronousCommandLineAction
{
    private const int WidthWithoutTerminal = 100;

    private readonly HelpAction _page;

    /// <summary>Takes the framework's page as its beginning.</summary>
    /// <param name="page">The framework's page.</param>
    /// <param name="asked">Whether it was asked for, so that the rest of the line does not matter.</param>
    public HelpPage(HelpAction page, bool asked)
    {
        _page = page;
        ClearsParseErrors = asked;
        if (Console.IsOutputRedirected)
            _page.MaxWidth = WidthWithoutTerminal;
    }

    public override bool ClearsParseErrors { get; }

    public override int Invoke(ParseResult parseResult)
    {
        var exitCode = _page.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (var example in ExamplesOf(parseResult.CommandResult.Command))
            output.WriteLine($"  {CommandTree.Program} {example}");
        output.WriteLine();
        return exitCode;
    }

    // A group shows how each of its commands is called.
    private static IEnumerable<string> ExamplesOf(Command command) =>
        command is Verb verb ? verb.Examples : command.Subcommands.Select(sub => ExamplesOf(sub).First());
}
