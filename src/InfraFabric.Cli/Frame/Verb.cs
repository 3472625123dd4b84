using System.CommandLine;
using System.Text.Json.Serialization.Metadata;
using InfraFabric.Cli.Falsify;
using InfraFabric.Cli.Rendering;
using InfraFabric.Core.Config;
using InfraFabric.Core.Errors;

namespace InfraFabric.Cli.Frame;

/// <summary>
/// A command that does something: besides its options it has examples, and checks that try to break it.
/// </summary>
internal sealed class Verb(string name, string description) : Command(name, description)
{
    /// <summary>Whole command lines for the help, without the program's name.</summary>
    public required IReadOnlyList<string> Examples { get; init; }

    /// <summary>What <c>--mode=falsify</c> runs in place of the command.</summary>
    public IReadOnlyList<FalsifyCheck> Checks { get; init; } = [];

    /// <summary>Refuses a line that names what is not there, before the command, or a check of it, is run.</summary>
    public Action<CommandRun> Require { get; init; } = static _ => { };

    /// <summary>Whether it changes what the fabric holds. Such a command may have to be given a reason.</summary>
    public bool Changes { get; init; }

    /// <summary>Gives the command work that ends with a result, shown as text or JSON.</summary>
    /// <param name="type">How the result looks as JSON; asked only where JSON is, for it takes time to make.</param>
    /// <param name="work">What the command does.</param>
    /// <param name="show">How the result looks as text.</param>
    /// <param name="exitCode">What the result means to a script; success, if left out.</param>
    public void Answers<T>(
        Func<JsonTypeInfo<T>> type, Func<CommandRun, Task<T>> work, Action<T, Terminal> show,
        Func<T, int>? exitCode = null) =>
        Runs(async run =>
        {
            var result = await work(run);
            run.Terminal.Answer(result, type, show);
            return exitCode?.Invoke(result) ?? ExitCodes.Done;
        });

    /// <summary>Gives the command work that shows what it does as it goes.</summary>
    public void Runs(Func<CommandRun, Task<int>> work) => SetAction(async (parsed, cancellationToken) =>
    {
        var run = new CommandRun(parsed, cancellationToken);
        Require(run);
        if (run.Falsify)
            return await Falsifier.RunAsync(this, run);
        if (Changes)
            RequireWhy(run);
        var exitCode = await work(run);
        run.Terminal.Trace();
        return exitCode;
    });

    private static void RequireWhy(CommandRun run)
    {
        if (string.IsNullOrWhiteSpace(run.Why) && FabricConfig.Load(run.Home.Folder).RequireWhy)
            throw FabricConfig.WhyMissing();
    }
}
