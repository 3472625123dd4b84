using InfraFabric.Api.Calls;
using InfraFabric.Api.Escalation;
using InfraFabric.Core.Errors;
using InfraFabric.Integration.Etcd;

namespace InfraFabric.Integration.Escalation;

/// <summary>People are told through real mail servers and receivers, whatever is down.</summary>
public sealed class DeliveryTests
{
    [Theory]
    [InlineData("starttls")]
    [InlineData("tls")]
    public async Task Email_ToAServerThatAsksWhoSends_ArrivesEncrypted(string tls)
    {
        await using var fabric = new ToldFabric();
        var certificates = new Certificates(fabric.Home.Folder, "mail");
        await using var mail = await MailServer.StartAsync(fabric.MailPort, tls, certificates.Server);
        fabric.With(MailChannel(fabric, tls, certificates.Authority, MailServer.Password));
        await fabric.StartAsync();

        await fabric.OpenAsync("session-4-sip");
        var message = await mail.ReadAsync();

        message.GetProperty("user").GetString().ShouldBe(MailServer.User);
        message.GetProperty("secure").GetBoolean().ShouldBeTrue();
        message.GetProperty("from").GetString().ShouldBe("fabric@example.com");
        message.GetProperty("to").EnumerateArray().Select(to => to.GetString())
            .ShouldBe(["ops@example.com", "boss@example.com"]);
        message.GetProperty("data").GetString()!.ShouldContain("Subject: [high] breaker: breakers/session-4-sip\r\n");
        MailServer.TextOf(message).ShouldContain("ifctl governor reset-circuit-breaker session-4-sip");
        (await fabric.UntilAsync("sent", 1))[0].Attempts.ShouldBe(1);
    }

    [Theory]
    [InlineData("starttls", "another", MailServer.Password)]
    [InlineData("tls", "another", MailServer.Password)]
    [InlineData("tls", "mail", "a wrong one")]
    public async Task Email_ToAServerThatIsNotTrusted_OrWithAWrongPassword_IsNotSent(
        string tls, string trusted, string password)
    {
        await using var fabric = new ToldFabric();
        var certificates = new Certificates(fabric.Home.Folder, "mail");
        var authority = trusted == "mail" ? certificates : new Certificates(fabric.Home.Folder, trusted);
        await using var mail = await MailServer.StartAsync(fabric.MailPort, tls, certificates.Server);
        fabric.With(MailChannel(fabric, tls, authority.Authority, password));
        await fabric.StartAsync();

        var refused = await Should.ThrowAsync<FabricException>(() =>
            fabric.CallAsync<ChannelTestedBody>(EscalationCalls.Test, null, "mail"));

        refused.Error.ShouldBe(ErrorTable.ChannelFailed);
        $"{refused.What} {refused.Why}".ShouldNotContain(password);
    }

    [Fact]
    public async Task Webhook_OfWhatHappened_IsSigned()
    {
        await using var fabric = new ToldFabric().WithHook();
        await using var hook = await HookReceiver.StartAsync(fabric.HookPort);
        await fabric.StartAsync();

        await fabric.OpenAsync("session-4-sip");
        var (path, id, body, isSigned) = await hook.ReadAsync(ToldFabric.Secret);

        (path, id, isSigned).ShouldBe(("/told", "hook/1", true));
        body.GetProperty("severity").GetString().ShouldBe("high");
        body.GetProperty("escalations")[0].GetProperty("subject").GetString().ShouldBe("breakers/session-4-sip");
    }

    [Fact]
    public async Task Slack_OfWhatHappened_GetsAText()
    {
        await using var fabric = new ToldFabric();
        await using var hook = await HookReceiver.StartAsync(fabric.HookPort);
        fabric.With($"""
            escalation:
              batch_window: 1s
              channels:
                room:
                  type: slack
                  url_file: {fabric.FileOf("room.url", $"http://127.0.0.1:{fabric.HookPort}/services/T0/B0/x")}

            """);
        await fabric.StartAsync();

        await fabric.OpenAsync("session-4-sip");
        var (path, _, body, _) = await hook.ReadAsync("");

        path.ShouldBe("/services/T0/B0/x");
        body.GetProperty("text").GetString()!.ShouldStartWith("[high] breaker: breakers/session-4-sip\n");
    }

    [Fact]
    public async Task Telling_AllDownForAMoment_ArrivesOnceTheyAreBack()
    {
        await using var fabric = new ToldFabric().WithHookAndMail();
        await fabric.StartAsync();
        await fabric.OpenAsync("session-4-sip");
        (await fabric.UntilAsync("waiting", 2)).Count.ShouldBe(2);
        await UntilTriedAsync(fabric);

        await using var mail = await MailServer.StartAsync(fabric.MailPort);
        await using var hook = await HookReceiver.StartAsync(fabric.HookPort);

        (await hook.ReadAsync(ToldFabric.Secret)).IsSigned.ShouldBeTrue();
        MailServer.TextOf(await mail.ReadAsync()).ShouldContain("session-4-sip");
        (await fabric.UntilAsync("sent", 2)).ShouldAllBe(message => message.Attempts > 1);
    }

    [Fact]
    public async Task Telling_AllDownForTooLong_IsGivenUpAndSentAgainByHand()
    {
        await using var fabric = new ToldFabric().WithHookAndMail();
        await fabric.StartAsync();
        await fabric.OpenAsync("session-4-sip");
        var dead = await fabric.UntilAsync("dead", 2);
        await using var mail = await MailServer.StartAsync(fabric.MailPort);
        await using var hook = await HookReceiver.StartAsync(fabric.HookPort);

        foreach (var message in dead)
        {
            await fabric.CallAsync<MessageBody>(
                EscalationCalls.Resend, null, [.. message.Message.Split('/')]);
        }

        dead.ShouldAllBe(message => message.Attempts == 6 && message.Error != null);
        (await hook.ReadAsync(ToldFabric.Secret)).Id.ShouldBe("hook/1");
        MailServer.TextOf(await mail.ReadAsync()).ShouldContain("session-4-sip");
        await fabric.UntilAsync("sent", 2);
    }

    [Fact]
    public async Task Telling_ServerKilledBeforeItTold_IsDoneByTheNext()
    {
        await using var fabric = new ToldFabric().WithHook();
        await using var hook = await HookReceiver.StartAsync(fabric.HookPort);
        await fabric.StartAsync();

        await fabric.OpenAsync("session-4-sip");
        await fabric.KillAsync();
        hook.Waiting.ShouldBe(0);
        await fabric.StartAsync();

        var (_, _, body, _) = await hook.ReadAsync(ToldFabric.Secret);
        body.GetProperty("escalations")[0].GetProperty("subject").GetString().ShouldBe("breakers/session-4-sip");
    }

    private static async Task UntilTriedAsync(ToldFabric fabric)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while ((await fabric.UntilAsync("waiting", 2)).Any(message => message.Error is null))
            await Task.Delay(TimeSpan.FromMilliseconds(50), patience.Token);
    }

    private static string MailChannel(ToldFabric fabric, string tls, string authority, string password) => $"""
        escalation:
          batch_window: 1s
          channels:
            mail:
              type: email
              server: 127.0.0.1
              port: {fabric.MailPort}
              tls: {tls}
              ca_file: {authority}
              user: {MailServer.User}
              password_file: {fabric.FileOf("mail.password", password)}
              from: fabric@example.com
              to: [ops@example.com, boss@example.com]

        """;
}
