namespace InfraFabric.Api.Optimise;

/// <summary>Advice for kinds of tasks, those first on which most was spent.</summary>
/// <param name="Kinds">The kinds.</param>
/// <param name="MinClaims">Claims that a candidate must have had.</param>
/// <param name="MinConfidence">How often it must succeed at least, as far as its history can say.</param>
public sealed record AdviceBody(IReadOnlyList<KindAdviceBody> Kinds, int MinClaims, double MinConfidence);
