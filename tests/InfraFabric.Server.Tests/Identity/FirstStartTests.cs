using System.Net;
using System.Net.Http.Json;
using InfraFabric.Api;
using InfraFabric.Api.Identity;
using InfraFabric.Api.Local;
using InfraFabric.Core.Crypto;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Ids;
using InfraFabric.Server.Hosting;
using InfraFabric.Server.Identity;
using InfraFabric.State.Contract;
using InfraFabric.State.Embedded;

namespace InfraFabric.Server.Tests.Identity;

/// <summary>The keys and records that a server makes when it finds none.</summary>
public sealed class FirstStartTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("if-first-");
    private IStateStore _store = null!;

    public async ValueTask InitializeAsync() => _store = await EmbeddedStateStore.OpenAsync(
        new EmbeddedOptions { Directory = Path.Combine(_folder.FullName, "data") }, TimeProvider.System);

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Prepare_OfANewHome_MakesKeysForTheirOwnerAlone()
    {
        var home = NewHome("a");

        using var seal = await PrepareAsync(home);

        File.GetUnixFileMode(home.KeysFolder).ShouldBe(FabricHome.PrivateFolder);
        File.GetUnixFileMode(home.ServerKey).ShouldBe(FabricHome.PrivateFile);
        File.GetUnixFileMode(home.OperatorKey).ShouldBe(FabricHome.PrivateFile);
        seal.Audience.ShouldStartWith("fabric-");
        (await OperatorKeyAsync()).ShouldBe(PublicKeyIn(home.OperatorKey));
    }

    [Fact]
    public async Task Prepare_OfAHomeThatIsPrepared_CommitsNothing()
    {
        var home = NewHome("a");
        using var first = await PrepareAsync(home);
        var revision = (await _store.GetStatsAsync()).Revision;

        using var second = await PrepareAsync(home);

        (await _store.GetStatsAsync()).Revision.ShouldBe(revision);
        second.KeyId.ShouldBe(first.KeyId);
        second.Audience.ShouldBe(first.Audience);
    }

    [Fact]
    public async Task Prepare_OfASecondHome_LeavesTheOperatorToTheFirst()
    {
        using var first = await PrepareAsync(NewHome("a"));
        var key = await OperatorKeyAsync();
        var home = NewHome("b");

        using var second = await PrepareAsync(home);

        File.Exists(home.OperatorKey).ShouldBeFalse();
        (await OperatorKeyAsync()).ShouldBe(key);
        second.Audience.ShouldBe(first.Audience);
        second.KeyId.ShouldNotBe(first.KeyId);
    }

    [Fact]
    public async Task Prepare_WithAKeyThatTheStoreHasNoRecordOf_RegistersThatKey()
    {
        var home = NewHome("a");
        using (await PrepareAsync(home))
            await DeleteAsync(IdentityRecord.KeyOf(OperatorIdentity.Name));
        var key = PublicKeyIn(home.OperatorKey);

        using var seal = await PrepareAsync(home);

        (await OperatorKeyAsync()).ShouldBe(key);
    }

    [Fact]
    public async Task Prepare_WithAnotherKeyThanTheStoreKnows_SaysWhatToDo()
    {
        using var first = await PrepareAsync(NewHome("a"));
        var home = NewHome("b");
        FabricHome.CreatePrivateFolder(home.KeysFolder);
        using (var stray = SigningKey.Generate())
            KeyFile.Create(home.OperatorKey, stray);

        var error = await Should.ThrowAsync<FabricException>(() => PrepareAsync(home));

        error.Error.ShouldBe(ErrorTable.Conflict);
        error.Fix.ShouldContain(home.OperatorKey);
        File.Exists(home.OperatorKey).ShouldBeTrue();
    }

    [Fact]
    public async Task Prepare_WithAServerKeyThatOthersCanRead_IsRefused()
    {
        var home = NewHome("a");
        (await PrepareAsync(home)).Dispose();
        File.SetUnixFileMode(home.ServerKey, FabricHome.PrivateFile | UnixFileMode.GroupRead);

        (await Should.ThrowAsync<FabricException>(() => PrepareAsync(home))).Error.ShouldBe(ErrorTable.KeyFileExposed);
    }

    [Fact]
    public async Task Prepare_OfManyHomesAtOnce_MakesOneFabricWithOneOperator()
    {
        var homes = Enumerable.Range(0, 8).Select(i => NewHome($"many-{i}")).ToList();

        var seals = await Task.WhenAll(homes.Select(PrepareAsync));

        seals.Select(seal => seal.Audience).Distinct().ShouldHaveSingleItem();
        var key = homes.Where(home => File.Exists(home.OperatorKey)).ShouldHaveSingleItem().OperatorKey;
        (await OperatorKeyAsync()).ShouldBe(PublicKeyIn(key));
        (await _store.ListAsync(new ListQuery(ServerKeyRecord.Prefix))).Records.Count.ShouldBe(8);
        foreach (var seal in seals)
            seal.Dispose();
    }

    [Fact]
    public async Task Start_WithTheOperatorsKey_LetsTheOperatorInOverTcp()
    {
        var home = NewHome("a");
        using var taken = HomeLock.Take(home);
        await using var server = await FabricServer.StartAsync(
            ServerFixture.OptionsFor(home), taken, _store, TimeProvider.System, _ => { }, CancellationToken.None);
        using var key = KeyFile.Load(home.OperatorKey);
        using var http = new HttpClient { BaseAddress = new Uri(server.Info.Url) };
        using var asked = await http.PostAsJsonAsync(ApiRoutes.AuthChallenge,
            new ChallengeRequestBody("if://agent/operator/0"), ApiJson.Default.ChallengeRequestBody);
        var challenge = (await asked.Content.ReadFromJsonAsync(ApiJson.Default.ChallengeBody))!;
        var text = AuthText.Of(
            challenge.Audience, OperatorIdentity.Name, challenge.Nonce, challenge.ExpiresAt);

        var answer = await TestAgent.AnswerAsync(http, challenge.Challenge, key.Sign(text));

        var token = (await answer.Content.ReadFromJsonAsync(ApiJson.Default.TokenBody))!;
        token.Scopes.ShouldBe(["operate"]);
        (await TestAgent.GetAsync(http, token.Token, ApiRoutes.Identities)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private FabricHome NewHome(string name)
    {
        var home = new FabricHome(Path.Combine(_folder.FullName, name));
        FabricHome.CreatePrivateFolder(home.Folder);
        return home;
    }

    private Task<ServerSeal> PrepareAsync(FabricHome home) =>
        new FirstStart(home, _store, TimeProvider.System, new IdSource(TimeProvider.System))
            .PrepareAsync(CancellationToken.None);

    private async Task<string> OperatorKeyAsync() =>
        IdentityRecord.Read((await _store.GetAsync(IdentityRecord.KeyOf(OperatorIdentity.Name)))!).Key;

    private async Task DeleteAsync(RecordKey key) =>
        await _store.CommitAsync(new Commit([], [Write.Delete(key)], [ServerFixture.Note()]));

    private static string PublicKeyIn(string file)
    {
        using var key = KeyFile.Load(file);
        return key.VerifyKey.ToString();
    }
}
