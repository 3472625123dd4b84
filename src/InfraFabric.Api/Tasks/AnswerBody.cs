namespace InfraFabric.Api.Tasks;

/// <summary>What helps a blocked task on.</summary>
public sealed record AnswerBody(string Answer);
