namespace InfraFabric.Api.Tasks;

/// <summary>What helps a blocked task on.</summary>
/// <param name="Answer">What the owner of the task is told.</param>
public sealed record AnswerBody(string Answer);
