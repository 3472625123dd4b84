namespace InfraFabric.Cli.Falsify;

/// <summary>
/// One attempt to break a command. A command declares its checks; each runs against a copy of the state of its own,
/// does
/// what the command would do, and reports what came of it. What it throws counts as broken.
/// </summary>
/// <param name="Name">What is attacked, such as <c>stale guard</c>.</param>
/// <param name="Tries">What the check tries to bring about, in one sentence.</param>
/// <param name="AttackAsync">The attempt.</param>
internal sealed record FalsifyCheck(string Name, string Tries, Func<Scratch, Task<Evidence>> AttackAsync);
