using System.CommandLine;

namespace InfraFabric.Cli.Frame;

/// <summary>The options that every command has, declared once.</summary>
internal static class GlobalOptions
{
    public const string FalsifyMode = "falsify";

    public static readonly Option<bool> Json = new("--json")
    {
        Description = "Print one JSON document.",
        Recursive = true,
    };

    public static readonly Option<string> Server = new("--server")
    {
        Description = "Ask this server: http(s)://HOST:PORT or unix:///PATH.",
        HelpName = "URL",
        Recursive = true,
    };

    public static readonly Option<string> Identity = new("--identity")
    {
        Description = "Call as this agent, with its key in the home [default: the operator].",
        HelpName = "NAME/N",
        Recursive = true,
    };

    public static readonly Option<string> Home = new("--home")
    {
        Description = "The folder of the fabric [default: $IF_HOME, else ~/.if].",
        HelpName = "DIR",
        Recursive = true,
    };

    public static readonly Option<string> Why = new("--why")
    {
        Description = "The reason, kept with what the command changes.",
        HelpName = "REASON",
        Recursive = true,
    };

    public static readonly Option<bool> Trace = new("--trace")
    {
        Description = "Print the token under which all that the command causes is found.",
        Recursive = true,
    };

    public static readonly Option<string> Mode = new("--mode")
    {
        Description = "'falsify' changes nothing, but tries to break the command and says what held.",
        HelpName = FalsifyMode,
        Recursive = true,
    };

    static GlobalOptions() => Mode.AcceptOnlyFromAmong(FalsifyMode);

    /// <summary>All of them, in the order in which the help shows them.</summary>
    public static IReadOnlyList<Option> All { get; } = [Json, Server, Identity, Home, Why, Trace, Mode];
}
