using InfraFabric.Api.Calls;
using InfraFabric.Api.Witness;
using InfraFabric.Cli.Answers;
using InfraFabric.Cli.Frame;
using InfraFabric.Client;
using InfraFabric.Core.Errors;

namespace InfraFabric.Cli.Falsify;

/// <summary>
/// Tells the ledger of the server what came of the checks, under the trace of the command. It is the only trace that
/// they leave.
/// </summary>
internal static class FalsifyNotes
{
    // As many as one call takes, and as long.
    private const int AtOnce = 16;
    private const int MaxSeenLength = 1000;

    public static async Task LeaveAsync(CommandRun run, FalsifyAnswer answer)
    {
        try
        {
            using var caller = ServerAccess.Find(run);
            if (caller is null)
                return;
            foreach (var some in answer.Checks.Chunk(AtOnce))
                await caller.CallAsync(RequestOf(run, answer.Command, some), run.Cancellation);
        }
        catch (FabricException refused)
        {
            run.Terminal.Hint($"The ledger was not told of it: {refused.What} {refused.Why}");
        }
    }

    private static ServerRequest RequestOf(CommandRun run, string command, FalsifyResult[] results)
    {
        var name = command[(CommandTree.Program.Length + 1)..];
        var checks = results.Select(result => new WitnessCheckBody(
            result.Check, result.Held,
            result.Seen.Length <= MaxSeenLength ? result.Seen : result.Seen[..MaxSeenLength]));
        return WitnessCalls.Checks.Request(new WitnessChecksBody(name, [.. checks])) with { Why = run.Why };
    }
}
