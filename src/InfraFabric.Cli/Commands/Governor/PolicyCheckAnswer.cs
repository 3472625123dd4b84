namespace InfraFabric.Cli.Commands.Governor;

/// <summary>A policy without errors.</summary>
/// <param name="File">The file.</param>
/// <param name="Hash">By which it is known.</param>
/// <param name="Swarms">How many swarms it speaks of.</param>
/// <param name="Rules">How many rules it has.</param>
internal sealed record PolicyCheckAnswer(string File, string Hash, int Swarms, int Rules);
