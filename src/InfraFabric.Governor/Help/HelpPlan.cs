namespace InfraFabric.Governor.Help;

/// <summary>Who is to help, and why not others.</summary>
/// <param name="Helpers">In the order in which they were chosen.</param>
/// <param name="Missing">What is needed and nobody was found for.</param>
/// <param name="Reasons">Why there are no more of them.</param>
internal sealed record HelpPlan(
    IReadOnlyList<PlannedHelper> Helpers, IReadOnlyList<string> Missing, IReadOnlyList<string> Reasons);
