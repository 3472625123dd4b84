namespace InfraFabric.Repository.Layers;

/// <summary>Projects that stand at the same height, and what they may reference.</summary>
/// <param name="Rule">The rule, in the words in which a breach is reported.</param>
/// <param name="Projects">The projects, without the name they all begin with.</param>
/// <param name="MayReference">What each of them may reference, likewise.</param>
internal sealed record Layer(string Rule, string[] Projects, string[] MayReference);
