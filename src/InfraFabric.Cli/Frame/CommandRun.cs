using System.CommandLine;
using InfraFabric.Api.Local;
using InfraFabric.Cli.Rendering;
using InfraFabric.Core.Ids;

namespace InfraFabric.Cli.Frame;

/// <summary>One run of a command: what was asked on its line, and where it shows what it found.</summary>
internal sealed class CommandRun
{
    /// <summary>Who acts: the owner of the home, at the command line.</summary>
    public const string Operator = "if://agent/operator/0";

    private readonly ParseResult _parsed;

    public CommandRun(ParseResult parsed, CancellationToken cancellationToken)
    {
        _parsed = parsed;
        Cancellation = cancellationToken;
        // Unique, and no secret: not worth loading a crypto library before every command.
        Trace = TraceToken.New(new IdSource(Time, new Random()));
        Terminal = new Terminal(
            parsed.GetValue(GlobalOptions.Json), parsed.GetValue(GlobalOptions.Trace) ? Trace.ToString() : null);
        Home = FabricHome.Resolve(parsed.GetValue(GlobalOptions.Home));
    }

    public TimeProvider Time { get; } = TimeProvider.System;

    public CancellationToken Cancellation { get; }

    public Terminal Terminal { get; }

    public FabricHome Home { get; }

    public TraceToken Trace { get; }

    public string? Server => _parsed.GetValue(GlobalOptions.Server);

    public string? Identity => _parsed.GetValue(GlobalOptions.Identity);

    public string? Why => _parsed.GetValue(GlobalOptions.Why);

    public bool Falsify => _parsed.GetValue(GlobalOptions.Mode) == GlobalOptions.FalsifyMode;

    public T? Get<T>(Option<T> option) => _parsed.GetValue(option);

    public T? Get<T>(Argument<T> argument) => _parsed.GetValue(argument);
}
