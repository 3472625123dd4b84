using InfraFabric.Api.Local;
using InfraFabric.Core.Ids;
using InfraFabric.State.Contract;
using InfraFabric.Witness.Verifying;
using Microsoft.Extensions.Logging;

namespace InfraFabric.Server.Witness.Cosigning;

/// <summary>Keeps the two views of a log that was forked, and leaves a note of it for our own ledger.</summary>
internal sealed partial class SplitViewNotes(
    FabricHome home, IStateStore state, TimeProvider time, IdSource ids, ILogger<SplitViewNotes> logger)
{
    private const string Actor = "if://agent/infrafabric.server/0";

    /// <summary>Keeps and notes it. That it could not be noted hinders nobody.</summary>
    /// <param name="origin">The log.</param>
    /// <param name="seenBy">Who has seen the other view: the key of a cosigner.</param>
    /// <param name="why">What does not go together.</param>
    /// <param name="severity">How much is proven.</param>
    /// <param name="views">Both views, where both are known.</param>
    public async Task KeepAsync(string origin, string seenBy, string why, NoteSeverity severity, LogFork? views)
    {
        try
        {
            var folder = views is null ? null : ForkEvidence.Keep(home, views, time);
            LogSplitView(logger, origin, why, folder ?? "nowhere");
            var parameters = new Dictionary<string, string>(StringComparer.Ordinal) { ["seen_by"] = seenBy };
            if (folder is not null)
                parameters["evidence"] = Path.GetFileName(folder);
            await state.CommitAsync(new Commit([], [],
            [
                new WitnessNote
                {
                    Trace = TraceToken.New(ids),
                    Actor = Actor,
                    Component = "witness",
                    Operation = "witness.split_view",
                    Subject = origin,
                    Time = time.GetUtcNow(),
                    Why = why,
                    Stage = NoteStage.Check,
                    Outcome = "refused",
                    Severity = severity,
                    Parameters = parameters,
                },
            ])).AsTask().WaitAsync(ServerLimits.ReadyTimeout, time);
        }
        catch (Exception failed)
        {
            LogNotNoted(logger, origin, failed.Message);
        }
    }
}
