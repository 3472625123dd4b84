using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using InfraFabric.Api;
using InfraFabric.Api.Local;
using InfraFabric.Client;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Ids;
using InfraFabric.Server.Tests.Identity;
using InfraFabric.State.Contract;

namespace InfraFabric.Server.Tests.Tls;

/// <summary>Real handshakes with a real server.</summary>
public sealed class TlsTests : IDisposable
{
    private readonly TestAuthority _authority = new();

    public void Dispose() => _authority.Dispose();

    [Fact]
    public async Task Call_WithTheAuthorityAtHand_IsEncryptedAndProvesTheCaller()
    {
        _authority.Issue();
        await using var server = await StartAsync();
        using var agent = await TestAgent.RegisterAsync(server, "if://agent/remote/1", "state:read");
        using var caller = NewCaller(server, agent, _authority.AuthorityFile);

        var stats = await new HttpStateApi(caller, TimeProvider.System).GetStatsAsync();

        server.Server.Info.Url.ShouldStartWith("https://");
        stats.Backend.ShouldBe("embedded");
    }

    [Fact]
    public async Task Call_WithoutTheAuthority_IsNotMade()
    {
        _authority.Issue();
        await using var server = await StartAsync();
        using var agent = await TestAgent.RegisterAsync(server, "if://agent/careful/1", "state:read");
        using var caller = NewCaller(server, agent, authority: null);

        var error = await Should.ThrowAsync<FabricException>(
            () => new HttpStateApi(caller, TimeProvider.System).GetStatsAsync());

        error.Error.ShouldBe(ErrorTable.ServerUnreachable);
        error.Fix.ShouldContain("trust/ca.pem");
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task Get_OverEitherVersionOfHttp_Answers(string version)
    {
        _authority.Issue();
        await using var server = await StartAsync();
        using var http = NewHttp(server);
        using var request = new HttpRequestMessage(HttpMethod.Get, ApiRoutes.Health);
        request.Version = Version.Parse(version);
        request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;

        var response = await http.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Version.ToString().ShouldBe(version);
    }

    [Fact]
    public async Task Handshake_WithAnOldVersionOfTls_IsRefused()
    {
        _authority.Issue();
        await using var server = await StartAsync();
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, new Uri(server.Server.Info.Url).Port);
        await using var tls = new SslStream(socket.GetStream());
#pragma warning disable SYSLIB0039, CA5397 // The old version is what is to be refused.
        var old = new SslClientAuthenticationOptions
        {
            TargetHost = "127.0.0.1",
            EnabledSslProtocols = SslProtocols.Tls11,
            CertificateChainPolicy = _authority.NewTrust(),
        };
#pragma warning restore SYSLIB0039, CA5397

        await Should.ThrowAsync<Exception>(() => tls.AuthenticateAsClientAsync(old));
    }

    [Fact]
    public async Task Get_WithoutTlsAtAPortThatHasIt_IsNotAnswered()
    {
        _authority.Issue();
        await using var server = await StartAsync();
        using var plain = new HttpClient
        {
            BaseAddress = new Uri(server.Server.Info.Url.Replace("https", "http", StringComparison.Ordinal)),
        };

        await Should.ThrowAsync<HttpRequestException>(() => plain.GetAsync(ApiRoutes.Health));
    }

    [Fact]
    public async Task Start_BeyondLoopbackWithACertificate_Serves()
    {
        _authority.Issue();
        await using var server = await StartAsync(with: options => options with { Address = IPAddress.Any });

        server.Server.Info.Url.ShouldStartWith("https://");
    }

    [Theory]
    [InlineData("no key", "IF_ERR_CONFIG_INVALID")]
    [InlineData("no certificate", "IF_ERR_CONFIG_INVALID")]
    [InlineData("no pem", "IF_ERR_CONFIG_INVALID")]
    [InlineData("another key", "IF_ERR_CONFIG_INVALID")]
    [InlineData("expired", "IF_ERR_CONFIG_INVALID")]
    [InlineData("key open to others", "IF_ERR_KEY_FILE_EXPOSED")]
    public async Task Start_WithFilesThatCannotBeUsed_SaysWhatIsWrong(string what, string code)
    {
        _authority.Issue(what == "expired" ? TimeSpan.FromDays(-1) : null);
        Spoil(what);
        await using var server = new ServerFixture();
        await using var store = await server.OpenStoreAsync();

        var error = await Should.ThrowAsync<FabricException>(() => StartAsync(server, store, TimeProvider.System));

        error.Error.Code.ShouldBe(code);
        error.ToString().ShouldNotContain("BEGIN");
    }

    [Fact]
    public async Task Certificate_ThatIsReplaced_IsShownToNewConnections()
    {
        var time = new ManualTime();
        var first = _authority.Issue();
        await using var server = await StartAsync(time);
        (await SerialAsync(server)).ShouldBe(first);

        var second = _authority.Issue();
        time.Advance(ServerLimits.CertificateCheck);

        (await SerialAsync(server)).ShouldBe(second);
    }

    [Theory]
    [InlineData("no key")]
    [InlineData("no certificate")]
    [InlineData("no pem")]
    [InlineData("another key")]
    [InlineData("key open to others")]
    public async Task Certificate_ReplacedByWhatCannotBeUsed_StaysAndSaysSoOnce(string what)
    {
        var time = new ManualTime();
        using var log = new KeptLog();
        var first = _authority.Issue();
        await using var server = await StartAsync(time, log: log);

        Spoil(what);
        for (var i = 0; i < 3; i++)
        {
            time.Advance(ServerLimits.CertificateCheck);
            (await SerialAsync(server)).ShouldBe(first);
        }

        var second = _authority.Issue();
        time.Advance(ServerLimits.CertificateCheck);

        (await SerialAsync(server)).ShouldBe(second);
        log.Lines.Count(line => line.Contains("cannot be used", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public void Caller_WithAnIdentityToAFarServerWithoutTls_IsRefused()
    {
        using var agent = new TestAgent("if://agent/careless/1");

        var error = Should.Throw<FabricException>(() => new ServerCaller(
            ServerAddress.Parse("http://fabric.example:8080"), NewTrace(),
            new ServerCallerOptions { Identity = agent.Identity }));

        error.Error.ShouldBe(ErrorTable.Usage);
        error.Why.ShouldContain("TLS");
    }

    private void Spoil(string what)
    {
        switch (what)
        {
            case "no key":
                File.Delete(_authority.Files.KeyFile);
                break;
            case "no certificate":
                File.Delete(_authority.Files.CertificateFile);
                break;
            case "no pem":
                File.WriteAllText(_authority.Files.CertificateFile, "this is no certificate");
                break;
            case "another key":
                _authority.IssueWithoutKey();
                break;
            case "key open to others":
                File.SetUnixFileMode(_authority.Files.KeyFile, FabricHome.PrivateFile | UnixFileMode.OtherRead);
                break;
        }
    }

    private async Task<ServerFixture> StartAsync(
        TimeProvider? time = null, Func<ServerOptions, ServerOptions>? with = null, KeptLog? log = null)
    {
        var server = new ServerFixture();
        await StartAsync(server, await server.OpenStoreAsync(), time ?? TimeProvider.System, with, log);
        return server;
    }

    private Task StartAsync(
        ServerFixture server, IStateStore store, TimeProvider time,
        Func<ServerOptions, ServerOptions>? with = null, KeptLog? log = null) =>
        server.StartAsync(
            store, time, options => (with?.Invoke(options) ?? options) with { Tls = _authority.Files }, log);

    private static ServerCaller NewCaller(ServerFixture server, TestAgent agent, string? authority) =>
        new(ServerAddress.Parse(server.Server.Info.Url), NewTrace(),
            new ServerCallerOptions { Identity = agent.Identity, AuthorityFile = authority });

    private static TraceToken NewTrace() => TraceToken.New(new IdSource(TimeProvider.System));

    private HttpClient NewHttp(ServerFixture server)
    {
        var handler = new SocketsHttpHandler();
        handler.SslOptions.CertificateChainPolicy = _authority.NewTrust();
        return new HttpClient(handler) { BaseAddress = new Uri(server.Server.Info.Url) };
    }

    /// <summary>Which certificate a new connection is shown.</summary>
    private async Task<string> SerialAsync(ServerFixture server)
    {
        var serial = "";
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.CertificateChainPolicy = _authority.NewTrust();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
        {
            serial = certificate!.GetSerialNumberString();
            return errors == SslPolicyErrors.None;
        };
        using var http = new HttpClient(handler) { BaseAddress = new Uri(server.Server.Info.Url) };
        await http.GetAsync(ApiRoutes.Health);
        return serial;
    }
}
