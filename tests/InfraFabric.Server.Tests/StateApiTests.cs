using InfraFabric.Api.State;
using InfraFabric.Client;
using InfraFabric.Core.Errors;

namespace InfraFabric.Server.Tests;

/// <summary>The state as a client reads it from a real server.</summary>
public sealed class StateApiTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    [Theory]
    [InlineData("plain/key")]
    [InlineData("a%2F../b?c=d&e#f+g\\h")]
    [InlineData("//")]
    public async Task Get_OfAnyKey_BringsItsRecord(string key)
    {
        await fixture.PutAsync(key, "välue");
        using var caller = fixture.NewCaller();

        var record = await new HttpStateApi(caller, TimeProvider.System).GetAsync(key, null);

        record.Key.ShouldBe(key);
        record.Text.ShouldBe("välue");
        record.Base64.ShouldBeNull();
    }

    [Fact]
    public async Task Get_OfBytesThatAreNoText_BringsThem()
    {
        await fixture.PutAsync("binary", [0xff, 0x00, 0xfe]);
        using var caller = fixture.NewCaller();

        var record = await new HttpStateApi(caller, TimeProvider.System).GetAsync("binary", null);

        record.Text.ShouldBeNull();
        record.Base64.ShouldBe([0xff, 0x00, 0xfe]);
    }

    [Fact]
    public async Task Get_AtARevision_BringsTheRecordAsItWas()
    {
        var first = await fixture.PutAsync("changing", "1");
        await fixture.PutAsync("changing", "2");
        using var caller = fixture.NewCaller();
        var api = new HttpStateApi(caller, TimeProvider.System);

        (await api.GetAsync("changing", first)).Text.ShouldBe("1");
        (await api.GetAsync("changing", null)).Text.ShouldBe("2");
    }

    [Fact]
    public async Task Get_OfNothing_IsNotFound()
    {
        using var caller = fixture.NewCaller();

        var error = await Should.ThrowAsync<FabricException>(
            () => new HttpStateApi(caller, TimeProvider.System).GetAsync("nothing", null));

        error.Error.ShouldBe(ErrorTable.NotFound);
    }

    [Fact]
    public async Task List_OverPages_IsWholeAndInOrder()
    {
        for (var i = 0; i < 5; i++)
            await fixture.PutAsync($"paged/{i}", $"{i}");
        using var caller = fixture.NewCaller();
        var api = new HttpStateApi(caller, TimeProvider.System);

        var first = await api.ListAsync(new RecordsQuery("paged/", Limit: 3));
        var second = await api.ListAsync(new RecordsQuery("paged/", 3, first.NextAfter, first.Revision));

        first.Records.Select(record => record.Key).ShouldBe(["paged/0", "paged/1", "paged/2"]);
        first.NextAfter.ShouldBe("paged/2");
        second.Records.Select(record => record.Key).ShouldBe(["paged/3", "paged/4"]);
        second.NextAfter.ShouldBeNull();
    }

    [Fact]
    public async Task Get_AtARevisionThatIsAhead_IsTheServersOwnError()
    {
        using var caller = fixture.NewCaller();

        var error = await Should.ThrowAsync<FabricException>(
            () => new HttpStateApi(caller, TimeProvider.System).GetAsync("x", long.MaxValue));

        error.Error.ShouldBe(ErrorTable.StateRevisionAhead);
        error.Fix.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Get_WhereNoServerIs_SaysSo()
    {
        using var caller = new ServerCaller(
            ServerAddress.OfSocket("/tmp/no-such-socket"), Core.Ids.TraceToken.From(Guid.Empty));

        var error = await Should.ThrowAsync<FabricException>(
            () => new HttpStateApi(caller, TimeProvider.System).GetAsync("x", null));

        error.Error.ShouldBe(ErrorTable.ServerUnreachable);
    }

    [Theory]
    [InlineData("localhost:8080")]
    [InlineData("ftp://localhost")]
    [InlineData("http://user@localhost")]
    [InlineData("http://localhost/path")]
    [InlineData("unix://host/path")]
    [InlineData("unix:///")]
    public void Parse_OfWhatIsNoAddress_IsRefused(string text) =>
        Should.Throw<FabricException>(() => ServerAddress.Parse(text)).Error.ShouldBe(ErrorTable.Usage);
}
