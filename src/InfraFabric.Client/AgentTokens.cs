using System.Text.Json.Serialization.Metadata;
using InfraFabric.Api;
using InfraFabric.Api.Identity;
using InfraFabric.Core.Errors;

namespace InfraFabric.Client;

/// <summary>
/// The token of one identity at one server: fetched when it is first needed, by one caller for all who wait, and again
/// before it expires. It never leaves this class but in the header of a call.
/// </summary>
internal sealed class AgentTokens(ServerCaller caller, AgentIdentity identity, TimeProvider time)
{
    private const int MaxAttempts = 5;

    private const double RenewAtShareOfLife = 0.8;

    private static readonly TimeSpan FetchTimeout = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private HeldToken? _held;
    private Task<HeldToken>? _fetching;

    /// <summary>A token that is good for some time yet.</summary>
    public async Task<string> GetAsync(CancellationToken cancellationToken)
    {
        HeldToken? held;
        Task<HeldToken> fetching;
        lock (_lock)
        {
            held = _held;
            if (held is not null && time.GetElapsedTime(held.At) < held.Life * RenewAtShareOfLife)
                return held.Token;
            fetching = _fetching ??= FetchAsync();
        }

        try
        {
            return (await fetching.WaitAsync(cancellationToken)).Token;
        }
        catch (FabricException) when (held is not null && time.GetElapsedTime(held.At) < held.Life)
        {
            // It could not be renewed early. It is good for a while yet, and will be tried again.
            return held.Token;
        }
    }

    /// <summary>Drops a token that the server has refused, unless it was replaced meanwhile.</summary>
    public void Forget(string token)
    {
        lock (_lock)
        {
            if (_held?.Token == token)
                _held = null;
        }
    }

    // It runs for all who wait, so that one of them who leaves does not take it from the others.
    private async Task<HeldToken> FetchAsync()
    {
        await Task.Yield();
        try
        {
            using var timeout = new CancellationTokenSource(FetchTimeout, time);
            var fresh = await ProveAsync(timeout.Token);
            lock (_lock)
                _held = fresh;
            return fresh;
        }
        catch (OperationCanceledException late)
        {
            throw new FabricException(ErrorTable.ServerUnreachable, "The server gave no token in time.",
                $"It took longer than {FetchTimeout.TotalSeconds:0} s.", "Try again.", late);
        }
        finally
        {
            lock (_lock)
                _fetching = null;
        }
    }

    private async Task<HeldToken> ProveAsync(CancellationToken cancellationToken)
    {
        var at = time.GetTimestamp();
        var ask = ServerRequest.Post(
            ApiRoutes.AuthChallenge, new ChallengeRequestBody(identity.Name.ToString()),
            ApiJson.Default.ChallengeRequestBody);
        var challenge = await CallAsync(ask, ApiJson.Default.ChallengeBody, cancellationToken);
        // The text is made here, of the parts: what a server sends is never signed as it is.
        var text = AuthText.Of(challenge.Audience, identity.Name, challenge.Nonce, challenge.ExpiresAt);
        var answer = ServerRequest.Post(
            ApiRoutes.AuthToken,
            new TokenRequestBody(challenge.Challenge, identity.Key.Sign(text), identity.Scopes),
            ApiJson.Default.TokenRequestBody);
        var token = await CallAsync(answer, ApiJson.Default.TokenBody, cancellationToken);
        return new HeldToken(token.Token, at, TimeSpan.FromSeconds(token.ExpiresIn));
    }

    // Each of the two calls waits for itself: beginning anew with the first would use up what the second waits for.
    private async Task<T> CallAsync<T>(
        ServerRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await caller.CallOpenAsync(request, type, cancellationToken);
            }
            catch (FabricException busy) when (busy.Retry?.NextDelay is not null && attempt < MaxAttempts)
            {
                await Task.Delay(busy.Retry.NextDelay.Value, time, cancellationToken);
            }
        }
    }

    // No record: nothing is to print what it holds.
    private sealed class HeldToken(string token, long at, TimeSpan life)
    {
        public string Token { get; } = token;

        public long At { get; } = at;

        public TimeSpan Life { get; } = life;
    }
}
