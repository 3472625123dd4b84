using InfraFabric.Cli.Doctor;

namespace InfraFabric.Cli.Answers;

/// <summary>What <c>doctor</c> found.</summary>
internal sealed record DoctorAnswer(bool Healthy, IReadOnlyList<Finding> Findings);
