using System.CommandLine;

namespace InfraFabric.Cli.Commands.Tasks;

/// <summary>What several commands about tasks share.</summary>
internal static class TaskOptions
{
    public static readonly Argument<string> Task = new("TASK") { Description = "The id of the task." };
}
