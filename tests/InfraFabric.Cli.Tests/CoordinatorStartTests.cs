using System.Security.Cryptography;
using InfraFabric.Cli.Tests.Program;
using InfraFabric.Server.Tests.Tls;

namespace InfraFabric.Cli.Tests;

public sealed class CoordinatorStartTests : IDisposable
{
    private readonly TestAuthority _authority = new();

    public void Dispose() => _authority.Dispose();

    [Fact]
    public async Task Start_WithNothingSaid_ServesTheEmbeddedStateAsUpDoes()
    {
        using var home = new TestHome();

        await using var server = await RunningServer.RunAsync(home, "coordinator", "start", "--listen", "localhost:0");

        server.Announced.GetProperty("backend").GetString().ShouldBe("embedded");
        server.Url.ShouldStartWith("http://127.0.0.1:");
        (await home.RunAsync("state", "stats")).ShouldExit(0);
    }

    [Fact]
    public async Task Start_OfTwoOnOneEtcd_ServeOneFabric()
    {
        await using var etcd = await EtcdServer.StartAsync();
        using var home = new TestHome();
        using var other = new TestHome();
        string[] line =
            ["coordinator", "start", "--backend", "etcd", "--host", etcd.Endpoint, "--listen", "127.0.0.1:0"];

        await using var server = await RunningServer.RunAsync(home, line);
        await using var second = await RunningServer.RunAsync(other, line);
        (await home.RunAsync("identity", "create", "both/1", "--scopes", "state:read")).ShouldExit(0);

        server.Announced.GetProperty("backend").GetString().ShouldBe("etcd");
        (await home.RunAsync("state", "stats", "--identity", "both/1", "--server", second.Url)).ShouldExit(0);
        (await other.RunAsync("identity", "show", "both/1")).ShouldExit(0);
        (await home.RunAsync("identity", "list", "--server", second.Url)).ShouldExit(0);
        File.Exists(Path.Combine(other.Folder, "keys", "operator.key")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("8080")]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:")]
    [InlineData("::1")]
    [InlineData("[::1]")]
    [InlineData("localhost:x")]
    [InlineData("fabric.example:8080")]
    [InlineData("127.0.0.1:65536")]
    public async Task Start_OnWhatIsNoPlace_IsRefused(string listen)
    {
        using var home = new TestHome();

        (await home.RunAsync("coordinator", "start", "--listen", listen)).ShouldExit(2).Error.ShouldContain("--listen");
    }

    [Fact]
    public async Task Start_BeyondLoopbackWithoutACertificate_SaysHow()
    {
        using var home = new TestHome();

        var result = (await home.RunAsync("coordinator", "start", "--listen", "0.0.0.0:0")).ShouldExit(2);

        result.Error.ShouldContain("listen.tls.certificate_file");
    }

    [Fact]
    public async Task Start_WithACertificate_IsTrustedThroughTheHomesAuthority()
    {
        using var home = new TestHome();
        Certify(home, TimeSpan.FromDays(30));
        await using var server = await RunningServer.RunAsync(home, "coordinator", "start", "--listen", "0.0.0.0:0");
        var url = server.Url.Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal);

        var untrusted = await home.RunAsync("state", "stats", "--server", url);
        Directory.CreateDirectory(Path.Combine(home.Folder, "trust"));
        File.Copy(_authority.AuthorityFile, Path.Combine(home.Folder, "trust", "ca.pem"));
        var trusted = await home.RunAsync("state", "stats", "--server", url);

        untrusted.ShouldExit(7).Error.ShouldContain("trust/ca.pem");
        trusted.ShouldExit(0);
    }

    [Theory]
    [InlineData(30, "ok")]
    [InlineData(7, "warning")]
    [InlineData(-1, "broken")]
    public async Task Doctor_OfACertificate_KnowsHowLongItIsGood(int days, string level)
    {
        using var home = new TestHome();
        Certify(home, TimeSpan.FromDays(days));

        (await LookAsync(home)).ShouldBe(level);
    }

    [Fact]
    public async Task Doctor_OfAKeyThatIsNotTheCertificates_FindsItBroken()
    {
        using var home = new TestHome();
        Certify(home, TimeSpan.FromDays(30));
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        _authority.WriteKey(other.ExportPkcs8PrivateKeyPem());

        (await LookAsync(home)).ShouldBe("broken");
    }

    [Fact]
    public async Task Doctor_OfACertificateKeyThatOthersCanRead_FindsItBroken()
    {
        using var home = new TestHome();
        Certify(home, TimeSpan.FromDays(30));
        File.SetUnixFileMode(_authority.Files.KeyFile, UnixFileMode.UserRead | UnixFileMode.OtherRead);

        (await LookAsync(home)).ShouldBe("broken");
    }

    private static async Task<string> LookAsync(TestHome home) =>
        (await home.RunAsync("doctor", "--json")).Json.GetProperty("findings").EnumerateArray()
            .Single(finding => finding.GetProperty("check").GetString() == "certificate")
            .GetProperty("level").GetString()!;

    private void Certify(TestHome home, TimeSpan validFor)
    {
        _authority.Issue(validFor);
        File.WriteAllText(Path.Combine(home.Folder, "fabric.yaml"), $"""
            listen:
              port: 0
              tls:
                certificate_file: {_authority.Files.CertificateFile}
                key_file: {_authority.Files.KeyFile}
            """);
    }
}
