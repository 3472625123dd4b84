using System.Text;
using InfraFabric.Governor.Escalation;
using InfraFabric.Governor.Messages;
using InfraFabric.State.Contract;

namespace InfraFabric.Governor.Tests.Escalation;

/// <summary>That humans are told: of everything, in few messages, whatever fails.</summary>
public sealed class TellingTests
{
    [Fact]
    public void Telling_WhatComesWithinAWhile_IsOneMessage() => EscalationStage.Run(async (stage, _) =>
    {
        await stage.EscalateAsync();
        await stage.PassAsync(5);
        await stage.EscalateAsync(by: "if://agent/b/1");
        await stage.PassAsync(10);

        var message = stage.Channel.Sent.ShouldHaveSingleItem();
        message.Count.ShouldBe(2);
        message.Items.Select(item => item.By).ShouldBe(["if://agent/a/1", "if://agent/b/1"]);
    });

    [Fact]
    public void Telling_WhatIsCritical_DoesNotWait() => EscalationStage.Run(async (stage, _) =>
    {
        await stage.EscalateAsync(EscalationSeverity.Critical);
        await stage.PassAsync(1);

        stage.Channel.Sent.ShouldHaveSingleItem().Severity.ShouldBe(EscalationSeverity.Critical);
    });

    [Fact]
    public void Telling_AStormOfOneAgent_IsFewMessagesThatCountAll() => EscalationStage.Run(async (stage, _) =>
    {
        await stage.EscalateAsync(EscalationSeverity.High, "if://agent/storm/1", times: 500);
        await stage.EscalateAsync(EscalationSeverity.Low, "if://agent/calm/1");
        await stage.PassAsync(60);

        stage.Channel.Sent.Count.ShouldBeLessThan(10);
        stage.Channel.Sent.Sum(message => message.Count).ShouldBe(501);
        stage.Channel.Sent.Sum(message => message.Items.Count + message.Rest.Sum(rest => rest.Count)).ShouldBe(501);
        stage.Channel.Sent.ShouldAllBe(message =>
            message.Items.Count(item => item.By == "if://agent/storm/1") <= EscalationStage.Options.Quota);
        stage.Channel.Sent.SelectMany(message => message.Items).ShouldContain(item => item.By == "if://agent/calm/1");
    });

    [Fact]
    public void Telling_AStormOfCriticalOnes_WaitsAfterAFew() => EscalationStage.Run(async (stage, _) =>
    {
        for (var i = 0; i < 100; i++)
        {
            await stage.EscalateAsync(EscalationSeverity.Critical);
            await stage.PassAsync(0.5);
        }

        await stage.PassAsync(20);

        stage.Channel.Sent.Count.ShouldBeInRange(2, 15);
        stage.Channel.Sent.Sum(message => message.Count).ShouldBe(100);
    });

    [Fact]
    public void Telling_MoreOfOneAgentInAnHourThanThePolicySays_IsOnlyCounted() => EscalationStage.Run(
        async (stage, _) =>
        {
            await PutAsync(stage, Write.Put(
                new RecordKey("policy/governor"), Encoding.UTF8.GetBytes("""{"max_escalations_per_hour":3}""")));
            for (var i = 0; i < 6; i++)
            {
                await stage.EscalateAsync();
                await stage.PassAsync(15);
            }

            stage.Channel.Sent.Select(message => message.Items.Count).ShouldBe([1, 1, 1, 0, 0, 0]);
            stage.Channel.Sent.Sum(message => message.Count).ShouldBe(6);
            await stage.PassAsync(3600);
            await stage.EscalateAsync();
            await stage.PassAsync(15);
            stage.Channel.Sent[^1].Items.Count.ShouldBe(1);
        });

    [Fact]
    public void Telling_MoreAgentsThanAMessageShows_CountsTheRest() => EscalationStage.Run(async (stage, _) =>
    {
        for (var i = 0; i < 60; i++)
            await stage.EscalateAsync(by: $"if://agent/many/{i}");
        await stage.PassAsync(30);

        var message = stage.Channel.Sent.Single(one => one.Count > 20);
        message.Items.Count.ShouldBe(EscalationLimits.MaxShown);
        (message.Items.Count + message.Rest.Sum(rest => rest.Count)).ShouldBe(message.Count);
        message.Rest.Count.ShouldBeLessThanOrEqualTo(EscalationLimits.MaxShown);
    });

    [Fact]
    public void Telling_ChannelDown_TriesAgainAfterTheStandardWaitsAndGivesUp() => EscalationStage.Run(
        async (stage, escalations) =>
        {
            stage.Channel.IsDown = true;
            await stage.EscalateAsync(EscalationSeverity.Critical);
            await stage.PassAsync(120);

            var waits = stage.Channel.Tried.Zip(
                stage.Channel.Tried.Skip(1), (a, b) => Math.Round((b - a).TotalSeconds));
            waits.ShouldBe([1, 2, 5, 10, 30]);
            var message = escalations.Messages().ShouldHaveSingleItem();
            (message.State, message.Attempts).ShouldBe((MessageState.Dead, 6));
            message.Error!.ShouldContain("nobody listens");
        });

    [Fact]
    public void Telling_ChannelBackInTime_GetsThrough() => EscalationStage.Run(async (stage, escalations) =>
    {
        stage.Channel.IsDown = true;
        var id = await stage.EscalateAsync(EscalationSeverity.Critical);
        await stage.PassAsync(6);
        stage.Channel.IsDown = false;
        await stage.PassAsync(30);

        stage.Channel.Sent.Count.ShouldBe(1);
        escalations.Find(id)!.Messages.ShouldHaveSingleItem().State.ShouldBe(MessageState.Sent);
    });

    [Fact]
    public void Resend_WhatWasGivenUp_GetsThrough() => EscalationStage.Run(async (stage, escalations) =>
    {
        stage.Channel.IsDown = true;
        await stage.EscalateAsync(EscalationSeverity.Critical);
        await stage.PassAsync(120);
        stage.Channel.IsDown = false;

        (await escalations.ResendAsync("ops", 1, EscalationStage.Cause("if://agent/operator/0")))
            .ShouldBe(CloseVerdict.Done);
        await stage.PassAsync(5);

        stage.Channel.Sent.Count.ShouldBe(1);
        (await escalations.ResendAsync("ops", 1, EscalationStage.Cause("if://agent/operator/0")))
            .ShouldBe(CloseVerdict.NotDead);
        (await escalations.ResendAsync("ops", 2, EscalationStage.Cause("if://agent/operator/0")))
            .ShouldBe(CloseVerdict.NotFound);
    });

    [Fact]
    public void Telling_OneChannelDown_TheOtherIsToldAllTheSame() => EscalationStage.Run(async (stage, first) =>
    {
        await stage.CrashAsync(first);
        var other = new RecordingChannel("mail") { Time = stage.World.Time };
        stage.Channel.IsDown = true;
        await stage.StartAsync(stage.Channel, other);

        await stage.EscalateAsync();
        await stage.PassAsync(30);

        other.Sent.Count.ShouldBe(1);
    });

    [Fact]
    public void Telling_LessThanTheChannelIsFor_IsNotSent() => EscalationStage.Run(async (stage, first) =>
    {
        await stage.CrashAsync(first);
        var grave = new RecordingChannel("pager", EscalationSeverity.High) { Time = stage.World.Time };
        await stage.StartAsync(grave);

        await stage.EscalateAsync(EscalationSeverity.Medium);
        await stage.EscalateAsync(EscalationSeverity.High);
        await stage.PassAsync(30);

        grave.Sent.ShouldHaveSingleItem().Count.ShouldBe(1);
    });

    [Fact]
    public void Telling_OfSeveralServers_OneSendsEachMessage() => EscalationStage.Run(async (stage, _) =>
    {
        await stage.StartAsync(stage.Channel);
        await stage.StartAsync(stage.Channel);
        for (var i = 0; i < 5; i++)
        {
            await stage.EscalateAsync();
            await stage.PassAsync(15);
        }

        stage.Channel.Sent.Count.ShouldBe(5);
        stage.Channel.Sent.Select(message => message.Id).Distinct().Count().ShouldBe(5);
    });

    [Fact]
    public void Telling_ServerThatDiedBeforeItTold_IsMadeUpForByTheNext() => EscalationStage.Run(async (stage, first) =>
    {
        await stage.EscalateAsync();
        await stage.CrashAsync(first);

        await stage.StartAsync(stage.Channel);
        await stage.PassAsync(30);

        stage.Channel.Sent.Count.ShouldBe(1);
    });

    [Fact]
    public void Telling_ServerThatDiedWhileItSent_IsMadeUpForByTheNext() => EscalationStage.Run(async (stage, first) =>
    {
        stage.Channel.IsDown = true;
        await stage.EscalateAsync(EscalationSeverity.Critical);
        await stage.PassAsync(0.01);
        await stage.CrashAsync(first);
        stage.Channel.IsDown = false;

        var second = await stage.StartAsync(stage.Channel);
        await stage.PassAsync(60);

        stage.Channel.Sent.Count.ShouldBe(1);
        second.Messages().ShouldHaveSingleItem().State.ShouldBe(MessageState.Sent);
    });

    [Fact]
    public void Telling_WhatWasClosedMeanwhile_IsNotSent() => EscalationStage.Run(async (stage, escalations) =>
    {
        var id = await stage.EscalateAsync();
        await escalations.CloseAsync(id, EscalationStage.Cause("if://agent/operator/0", "seen to"));
        await stage.PassAsync(30);

        stage.Channel.Sent.ShouldBeEmpty();
        var closed = escalations.Find(id)!;
        (closed.State, closed.Answer, closed.ClosedBy)
            .ShouldBe((EscalationState.Closed, "seen to", "if://agent/operator/0"));
    });

    [Fact]
    public void Telling_StateRestoredWithOtherRevisions_TellsAgainWhatIsOpenAndAllThatComes() => EscalationStage.Run(
        async (stage, _) =>
        {
            await stage.EscalateAsync();
            await stage.PassAsync(30);
            // As a state that was put into another store: what was told of has another revision there.
            var told = (await stage.Store.ListAsync(new ListQuery("escalations/"))).Records[0];
            await PutAsync(stage, Write.Delete(told.Key));
            await PutAsync(stage, Write.Put(told.Key, told.Value));
            await stage.EscalateAsync();
            await stage.PassAsync(30);

            stage.Channel.Sent.Select(message => message.Count).ShouldBe([1, 2]);
        });

    [Fact]
    public void Sweep_WhatIsClosedLongAgo_IsForgottenAndWhatIsOpenIsNot() => EscalationStage.Run(
        async (stage, escalations) =>
        {
            var closed = await stage.EscalateAsync();
            var open = await stage.EscalateAsync();
            await stage.PassAsync(30);
            await escalations.CloseAsync(closed, EscalationStage.Cause("if://agent/operator/0"));
            await stage.PassAsync((EscalationStage.Options.Keep + TimeSpan.FromHours(2)).TotalSeconds);

            escalations.List().ShouldHaveSingleItem().Id.ShouldBe(open);
            escalations.Messages().ShouldBeEmpty();
        });

    private static async Task PutAsync(EscalationStage stage, Write write) =>
        (await stage.Store.CommitAsync(new Commit([], [write], [stage.Note()]))).Succeeded.ShouldBeTrue();
}
