using System.Net;
using InfraFabric.Core.Config;
using InfraFabric.Core.Errors;

namespace InfraFabric.Core.Tests.Config;

public sealed class FabricConfigTests
{
    private const string Home = "/srv/fabric";

    [Fact]
    public void Load_FileMissing_GivesDefaults()
    {
        var config = FabricConfig.Load("/nowhere/at/all");

        config.Backend.ShouldBe(StateBackend.Embedded);
        config.Embedded.Directory.ShouldBe("/nowhere/at/all/data");
        config.Etcd.Endpoints.ShouldBe(["127.0.0.1:2379"]);
        config.Etcd.Prefix.ShouldBe("/if/");
        config.Etcd.Tls.Enabled.ShouldBeFalse();
        config.Listen.ShouldBe(new ListenConfig(IPAddress.Loopback, 8080));
        config.Retention.HistoryRevisions.ShouldBe(100_000);
    }

    [Fact]
    public void Parse_EverythingGiven_ReadsEverything()
    {
        var config = Parse("""
            backend: etcd
            embedded:
              directory: /var/lib/fabric
            etcd:
              endpoints: [etcd-1.example:2379, "[::1]:2379"]
              prefix: /team/
              user: fabric
              password_file: secrets/etcd
              tls:
                enabled: true
                ca_file: ca.pem
                certificate_file: client.pem
                key_file: client.key
            listen:
              address: 0.0.0.0
              port: 0
              requests_per_second: 10
              tls:
                certificate_file: tls/server.pem
                key_file: /etc/server.key
            retention:
              history_revisions: 2000
            """);

        config.Backend.ShouldBe(StateBackend.Etcd);
        config.Embedded.Directory.ShouldBe("/var/lib/fabric");
        config.Etcd.Endpoints.ShouldBe(["etcd-1.example:2379", "[::1]:2379"]);
        config.Etcd.Prefix.ShouldBe("/team/");
        config.Etcd.User.ShouldBe("fabric");
        config.Etcd.PasswordFile.ShouldBe("/srv/fabric/secrets/etcd");
        config.Etcd.Tls.ShouldBe(new EtcdTlsConfig
        {
            Enabled = true,
            CaFile = "/srv/fabric/ca.pem",
            CertificateFile = "/srv/fabric/client.pem",
            KeyFile = "/srv/fabric/client.key",
        });
        config.Listen.ShouldBe(new ListenConfig(IPAddress.Any, 0)
        {
            RequestsPerSecond = 10,
            Tls = new ListenTlsConfig("/srv/fabric/tls/server.pem", "/etc/server.key"),
        });
        config.Retention.HistoryRevisions.ShouldBe(2000);
    }

    [Theory]
    [InlineData("backend: redis", "backend", "embedded or etcd")]
    [InlineData("backend: 1", "backend", "embedded or etcd")]
    [InlineData("listen: {port: 65536}", "listen.port", "0 to 65535")]
    [InlineData("listen: {port: 80.5}", "listen.port", "0 to 65535")]
    [InlineData("listen: {address: 0.0.0.0}", "listen.address", "SSH")]
    [InlineData("listen: {address: '::'}", "listen.address", "listen.tls.certificate_file")]
    [InlineData("listen: {requests_per_second: -1}", "listen.requests_per_second", "0 to 1000000")]
    [InlineData("listen: {tls: {certificate_file: a}}", "listen.tls.certificate_file", "key_file")]
    [InlineData("listen: {tls: {key_file: a}}", "listen.tls.key_file", "certificate_file")]
    [InlineData("etcd: {endpoints: []}", "etcd.endpoints", "dash")]
    [InlineData("etcd: {endpoints: 'a:1'}", "etcd.endpoints", "dash")]
    [InlineData("etcd: {endpoints: [a]}", "etcd.endpoints[0]", "host:port")]
    [InlineData("etcd: {endpoints: ['u:p@a:1']}", "etcd.endpoints[0]", "host:port")]
    [InlineData("etcd: {endpoints: ['a:1/x']}", "etcd.endpoints[0]", "host:port")]
    [InlineData("etcd: {prefix: if}", "etcd.prefix", "ends in /")]
    [InlineData("etcd: {user: me}", "etcd.user", "password_file")]
    [InlineData("etcd: {password_file: me}", "etcd.password_file", "user")]
    [InlineData("etcd: {password: secret}", "etcd.password", "password_file")]
    [InlineData("etcd: {tls: {ca_file: a}}", "etcd.tls.enabled", "enabled: true")]
    [InlineData("etcd: {tls: {enabled: true, key_file: a}}", "etcd.tls.key_file", "certificate_file")]
    [InlineData("retention: {history_revisions: 1}", "retention.history_revisions", "1000")]
    [InlineData("witness: {anchors: {a: {every: 1m}}}", "witness.anchors.a.place", "a folder or s3://bucket/prefix")]
    [InlineData("witness: {anchors: {a: {place: 's3://u:p@b'}}}", "witness.anchors.a.place", "a folder or s3://")]
    [InlineData("witness: {anchors: {a: {place: x, every: 2d}}}", "witness.anchors.a.every", "from 1s to 1d")]
    public void Parse_OneError_NamesPathAndFix(string yaml, string path, string fix)
    {
        var error = Should.Throw<FabricException>(() => Parse(yaml));

        error.Error.ShouldBe(ErrorTable.ConfigInvalid);
        error.Why.ShouldStartWith($"/srv/fabric/fabric.yaml:1: {path}: ");
        error.Why.ShouldContain(fix);
    }

    [Fact]
    public void Parse_UnknownKeyHoldsSecret_DoesNotRepeatIt()
    {
        var error = Should.Throw<FabricException>(() => Parse("etcd: {password: hunter2}"));

        error.ToString().ShouldNotContain("hunter2");
    }

    [Fact]
    public void Keys_ComparedWithReferencePage_AreAllThereWithTheirDefaults()
    {
        var page = File.ReadAllText(RepositoryFolder.PathOf("docs/reference/configuration.md"));
        var rows = page.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal));

        var documented = rows.Select(row => string.Join(" | ", row.Split('|')[1..4].Select(cell => cell.Trim())));

        documented.ShouldBe(ConfigFile.KeysOf(section => FabricConfig.Read(section, Home)).Select(Row));
    }

    private static string Row(ConfigKey key) =>
        $"`{key.Path}` | {key.Expected} | {(key.Default is null ? "none" : $"`{key.Default}`")}";

    private static FabricConfig Parse(string yaml) =>
        ConfigFile.Parse(yaml, Path.Combine(Home, FabricConfig.FileName), section => FabricConfig.Read(section, Home));
}
