using InfraFabric.Core.Errors;
using InfraFabric.Core.Ids;
using InfraFabric.Governor.Registry;
using InfraFabric.State.Contract;
using Microsoft.Extensions.Logging;

namespace InfraFabric.Governor.Policy;

/// <summary>
/// Brings the policy file of a server into force: when it starts, and whenever the file changes. A file that cannot be
/// read as a policy stops the start; later it leaves in force what was, and is told of. The caller owns the store and
/// the registry, and disposes them after this.
/// </summary>
public sealed partial class PolicyKeeper : IAsyncDisposable
{
    private const int MaxReason = 1000;

    private readonly IStateStore _store;
    private readonly SwarmRegistry _registry;
    private readonly PolicySource _source;
    private readonly PolicyLoader _loader;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Cause _self;
    private readonly CancellationTokenSource _stop = new();
    private Task _looking = Task.CompletedTask;
    private string? _seen;
    private GovernorPolicy? _waiting;
    private string? _hash;
    private string? _problem;
    private string? _toldAbout;

    private PolicyKeeper(
        IStateStore store, SwarmRegistry registry, PolicySource source, TimeProvider time, IdSource ids, ILogger logger)
    {
        _store = store;
        _registry = registry;
        _source = source;
        _time = time;
        _logger = logger;
        _self = new Cause("if://agent/infrafabric.governor/0", TraceToken.New(ids), "the policy file says so", true);
        _loader = new PolicyLoader(store, time, _self);
    }

    /// <summary>How the policy stands.</summary>
    public PolicyState State => new(
        _registry.Policy, _source.Path, Volatile.Read(ref _hash), Volatile.Read(ref _problem));

    /// <summary>Loads the file, if there is one, and begins to look for changes; an error if it has any.</summary>
    public static async Task<PolicyKeeper> StartAsync(
        IStateStore store, SwarmRegistry registry, PolicySource source, TimeProvider time, IdSource ids, ILogger logger,
        CancellationToken cancellationToken = default)
    {
        var keeper = new PolicyKeeper(store, registry, source, time, ids, logger);
        if (source.Read() is { } text)
        {
            keeper._seen = text;
            await keeper.LoadAsync(PolicyFile.Parse(text, source.Path), cancellationToken);
        }

        keeper._looking = keeper.LookLoopAsync(keeper._stop.Token);
        return keeper;
    }

    public async ValueTask DisposeAsync()
    {
        Stop();
        await _looking;
        _stop.Dispose();
    }

    // Not CancelAsync, which would go on on a thread of its own: in a simulation there is only one.
    private void Stop() => _stop.Cancel();

    private async Task LookLoopAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(PolicyLimits.LookEvery, _time, stopping);
                await LookAsync(stopping);
                TellWhoseIsInForce();
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failed)
            {
                LogNotLoaded(_logger, _source.Path, failed.Message);
            }
        }
    }

    private async Task LookAsync(CancellationToken stopping)
    {
        string? text;
        try
        {
            text = _source.Read();
            if (text is not null && text != _seen)
            {
                // Also when it is wrong: it is told of once, and looked at again when it has changed.
                _seen = text;
                _waiting = PolicyFile.Parse(text, _source.Path);
            }
        }
        catch (FabricException wrong)
        {
            await RefuseAsync(wrong, stopping);
            return;
        }

        if (_waiting is { } policy)
            await LoadAsync(policy, stopping);
        else if (text is null || _hash == PolicyFile.HashOf(text))
            Volatile.Write(ref _problem, null);
    }

    private async Task LoadAsync(GovernorPolicy policy, CancellationToken cancellationToken)
    {
        _waiting = policy;
        var revision = await _loader.LoadAsync(policy, cancellationToken);
        _waiting = null;
        Volatile.Write(ref _hash, policy.Terms.Hash);
        Volatile.Write(ref _problem, null);
        await _registry.SeenAsync(PolicyRecord.Prefix, revision).WaitAsync(cancellationToken);
        LogLoaded(_logger, _source.Path, policy.Terms.Hash!, policy.Swarms.Count);
    }

    /// <summary>Keeps what was, and says so wherever somebody may look.</summary>
    private async Task RefuseAsync(FabricException wrong, CancellationToken stopping)
    {
        _waiting = null;
        var problem = $"{wrong.Message} {wrong.Why}";
        if (_problem == problem)
            return;
        Volatile.Write(ref _problem, problem);
        LogRefused(_logger, _source.Path, problem);
        await _store.CommitAsync(new Commit([], [], [_loader.NoteOf("policy.load", PolicyRecord.Key) with
        {
            Outcome = "refused",
            Stage = NoteStage.Check,
            Severity = NoteSeverity.Medium,
            Parameters = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["error"] = wrong.Error.Code,
                ["reason"] = problem.Length > MaxReason ? problem[..MaxReason] : problem,
            },
        }]), stopping);
    }

    private void TellWhoseIsInForce()
    {
        var inForce = _registry.Policy.Hash;
        if (_hash is null || inForce == _hash)
        {
            _toldAbout = null;
            return;
        }

        if (_toldAbout == inForce)
            return;
        _toldAbout = inForce;
        LogNotInForce(_logger, _source.Path, _hash, inForce ?? "the defaults");
    }
}
