using InfraFabric.Core.Config;
using InfraFabric.Core.Config.Escalation;
using InfraFabric.Core.Errors;

namespace InfraFabric.Core.Tests.Config;

public sealed class EscalationConfigTests
{
    private const string Home = "/srv/fabric";

    [Fact]
    public void Parse_ChannelsOfAllKinds_AreRead()
    {
        var config = Parse("""
            escalation:
              batch_window: 1m
              quota: 3
              keep_days: 7
              channels:
                screen: {type: console}
                book: {type: log, severity: medium}
                hook: {type: webhook, url: "https://a.example/x", secret_file: keys/hook}
                room: {type: slack, url_file: keys/room}
                mail:
                  type: email
                  server: smtp.example
                  from: fabric@example.com
                  to: [a@example.com, b@example.com]
                  user: u
                  password_file: keys/mail
            """);

        (config.BatchWindow, config.Quota, config.Keep)
            .ShouldBe((TimeSpan.FromMinutes(1), 3, TimeSpan.FromDays(7)));
        config.Channels.Select(channel => channel.Value.Kind).ShouldBe(
            [ChannelKind.Console, ChannelKind.Log, ChannelKind.Webhook, ChannelKind.Slack, ChannelKind.Email]);
        config.Channels["book"].Severity.ShouldBe(ChannelSeverity.Medium);
        config.Channels["hook"].Endpoint.ShouldBe(new Uri("https://a.example/x"));
        config.Channels["hook"].SecretFile.ShouldBe("/srv/fabric/keys/hook");
        var mail = config.Channels["mail"].Email!;
        (mail.Port, mail.Tls, mail.PasswordFile).ShouldBe((587, EmailTls.StartTls, "/srv/fabric/keys/mail"));
        mail.To.ShouldBe(["a@example.com", "b@example.com"]);
    }

    [Theory]
    [InlineData("x: {type: pigeon}", "x.type")]
    [InlineData("x: {severity: low}", "x.type")]
    [InlineData("X: {type: log}", "channels")]
    [InlineData("a/b: {type: log}", "channels")]
    [InlineData("x: {type: log, url: 'https://a.example'}", "x.url")]
    [InlineData("x: {type: webhook, url: 'http://a.example', secret_file: k}", "x.url")]
    [InlineData("x: {type: webhook, url: 'https://u:p@a.example', secret_file: k}", "x.url")]
    [InlineData("x: {type: webhook, url: 'https://a.example'}", "x.secret_file")]
    [InlineData("x: {type: slack}", "x.url_file")]
    [InlineData("x: {type: email, server: s, from: f@x, to: []}", "x.to")]
    [InlineData("x: {type: email, server: s, from: f@x}", "x.to")]
    [InlineData("x: {type: email, server: s, from: 'f@x>', to: [t@x]}", "x.from")]
    [InlineData("x: {type: email, server: s, from: \"f@x\\r\\nRCPT TO:<y@z>\", to: [t@x]}", "x.from")]
    [InlineData("x: {type: email, server: s, from: f@x, to: [t@x], user: u}", "x.user")]
    [InlineData("x: {type: email, server: s, from: f@x, to: [t@x], user: u, password_file: p, tls: none}", "x.tls")]
    public void Parse_ChannelThatCannotBe_NamesTheKey(string channel, string key)
    {
        var error = Should.Throw<FabricException>(() => Parse($"escalation:\n  channels:\n    {channel}\n"));

        error.Why.ShouldContain($".{key}: ");
    }

    [Fact]
    public void Parse_MoreChannelsThanThereMayBe_IsRefused()
    {
        var channels = string.Concat(Enumerable.Range(0, 17).Select(i => $"    c{i}: {{type: log}}\n"));

        Should.Throw<FabricException>(() => Parse($"escalation:\n  channels:\n{channels}"))
            .Why.ShouldContain("16 is the most");
    }

    private static EscalationConfig Parse(string yaml) => ConfigFile.Parse(
        yaml, Path.Combine(Home, FabricConfig.FileName), section => FabricConfig.Read(section, Home)).Escalation;
}
