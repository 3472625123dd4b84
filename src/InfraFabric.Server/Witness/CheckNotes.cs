using InfraFabric.Api.Witness;
using InfraFabric.Core.Errors;
using InfraFabric.Server.Identity;
using InfraFabric.State.Contract;

namespace InfraFabric.Server.Witness;

/// <summary>Notes what came of attempts to break a command, which were made on a copy of the state.</summary>
internal sealed class CheckNotes(IStateStore state, TimeProvider time)
{
    public async Task NoteAsync(WitnessChecksBody body, ChangeOrigin origin, CancellationToken cancellationToken)
    {
        Require(body);
        var notes = body.Checks.Select(check => new WitnessNote
        {
            Trace = origin.Trace,
            Actor = origin.Actor.ToString(),
            Component = "falsify",
            Operation = body.Command.Replace(' ', '.'),
            Subject = check.Name,
            Time = time.GetUtcNow(),
            Why = origin.Why,
            Stage = NoteStage.Check,
            Outcome = check.Held ? "held" : "broke",
            Severity = check.Held ? NoteSeverity.Info : NoteSeverity.High,
            Parameters = new Dictionary<string, string>(StringComparer.Ordinal) { ["seen"] = check.Seen },
        });
        await state.CommitAsync(new Commit([], [], [.. notes]), cancellationToken);
    }

    private static void Require(WitnessChecksBody body)
    {
        if (body.Checks.Count is 0 or > StateLimits.MaxNotes)
            throw TooMuch($"It has 1 to {StateLimits.MaxNotes} checks.");
        if (!IsText(body.Command, ServerLimits.MaxCheckNameLength)
            || body.Checks.Any(check => !IsText(check.Name, ServerLimits.MaxCheckNameLength)))
        {
            throw TooMuch($"A name has 1 to {ServerLimits.MaxCheckNameLength} characters.");
        }

        if (body.Checks.Any(check => check.Seen.Length > ServerLimits.MaxCheckSeenLength))
            throw TooMuch($"What was seen has at most {ServerLimits.MaxCheckSeenLength} characters.");
    }

    private static bool IsText(string text, int most) => text.Length >= 1 && text.Length <= most;

    private static FabricException TooMuch(string why) =>
        new(ErrorTable.LimitExceeded, "The checks cannot be noted like that.", why, "Correct the call.");
}
