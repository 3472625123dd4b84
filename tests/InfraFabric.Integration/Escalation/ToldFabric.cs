using InfraFabric.Api.Breakers;
using InfraFabric.Api.Budgets;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Escalation;
using InfraFabric.Api.Local;
using InfraFabric.Api.Swarms;
using InfraFabric.Client;
using InfraFabric.Core.Ids;
using InfraFabric.Core.Units;
using InfraFabric.Integration.Coordination;
using InfraFabric.Integration.Etcd;

namespace InfraFabric.Integration.Escalation;

/// <summary>A fabric that tells people over channels that the test listens to.</summary>
internal sealed partial class ToldFabric : IAsyncDisposable
{
    public const string Secret = "a secret that both know";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly ServerProgram _server = new("up");
    private readonly IdSource _ids = new(TimeProvider.System);
    private ServerCaller? _caller;

    public int HookPort { get; } = EtcdMember.FreePort();

    public int MailPort { get; } = EtcdMember.FreePort();

    public FabricHome Home => _server.Home;

    public string Said => _server.Said;

    /// <summary>Adds a channel, or another key of the section.</summary>
    public ToldFabric With(string lines)
    {
        _server.Configure(lines);
        return this;
    }

    public ToldFabric WithHook() => With($"""
        escalation:
          batch_window: 1s
          channels:
            hook:
              type: webhook
              url: http://127.0.0.1:{HookPort}/told
              secret_file: {FileOf("hook.secret", Secret)}

        """);

    public ToldFabric WithHookAndMail() => WithHook().With($"""
            mail:
              type: email
              server: 127.0.0.1
              port: {MailPort}
              tls: none
              from: fabric@example.com
              to: [ops@example.com]

        """);

    /// <summary>A file that only its owner can read.</summary>
    public string FileOf(string name, string text)
    {
        var path = Path.Combine(_server.Home.Folder, name);
        File.WriteAllText(path, text);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return path;
    }

    public async Task StartAsync()
    {
        await _server.StartAsync();
        _caller?.Dispose();
        _caller = new ServerCaller(ServerAddress.OfSocket(_server.Home.Socket), TraceToken.New(_ids));
    }

    public Task KillAsync() => _server.KillAsync();

    public Task<T> CallAsync<T>(ApiCall call, object? body, params ReadOnlySpan<string> values)
        where T : class =>
        _caller!.CallAsync<T>(call, call.Request(body, values) with { Why = "a test" }, CancellationToken.None);

    public Task<BreakerMovedBody> OpenAsync(string swarm) =>
        CallAsync<BreakerMovedBody>(BreakerCalls.Open, null, swarm);

    /// <summary>Registers a swarm that may spend so much.</summary>
    public async Task<SessionBody> RegisterAsync(string swarm, long microUsd)
    {
        await CallAsync<BudgetBody>(
            BudgetCalls.Set, new BudgetSetBody($"swarm/{swarm}", Money.FromMicroUsd(microUsd)));
        return await CallAsync<SessionBody>(SwarmCalls.Register, new RegisterBody { SessionTtlS = 600 }, swarm);
    }

    /// <summary>Reserves and settles a sum.</summary>
    public async Task SpendAsync(SessionBody session, long microUsd)
    {
        var held = await CallAsync<ReservationBody>(
            BudgetCalls.Reserve,
            new ReserveBody { Session = session.Session, Amount = Money.FromMicroUsd(microUsd) }, session.Swarm);
        await CallAsync<SettledBody>(
            BudgetCalls.Settle, new SettleBody(Money.FromMicroUsd(microUsd)), held.Reservation);
    }

    /// <summary>Waits until all messages are in a state.</summary>
    public async Task<IReadOnlyList<MessageBody>> UntilAsync(string state, int count)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var page = await CallAsync<MessagePageBody>(EscalationCalls.Messages, body: null);
            if (page.Messages.Count(message => message.State == state) == count)
                return page.Messages;
            await Task.Delay(TimeSpan.FromMilliseconds(100), patience.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _caller?.Dispose();
        await _server.DisposeAsync();
    }
}
