using System.Net;
using System.Text.Json;
using InfraFabric.Api;
using InfraFabric.Api.Calls;
using InfraFabric.Core.Crypto;
using InfraFabric.Server.Identity;
using InfraFabric.Server.Witness;
using InfraFabric.Witness.Notes;
using InfraFabric.Witness.Storage;
using InfraFabric.Witness.Verifying;

namespace InfraFabric.Server.Tests.Witness;

/// <summary>An operator has the ledger signed by a new key.</summary>
public sealed class RotationTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task Rotate_ByAnOperator_IsAnEntryAndPublished()
    {
        var first = (await KeysAsync())[0];
        using var request = new HttpRequestMessage(HttpMethod.Post, WitnessCalls.RotateKey.Path);
        request.Headers.Add("IF-Why", "once a year");

        using var answer = await server.Owner.SendAsync(request);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var rotated = JsonSerializer.Deserialize(
            await answer.Content.ReadAsStringAsync(), ApiJson.Default.WitnessKeyBody)!;
        rotated.Retired.ShouldBe(first.ToString());
        var keys = await KeysAsync();
        keys[0].ToString().ShouldBe(rotated.Key);
        keys.ShouldContain(first);
        using var onDisk = KeyFile.Load(server.Home.WitnessKey);
        onDisk.VerifyKey.ShouldBe(keys[0].Key);
        File.Exists($"{server.Home.WitnessKey}.next").ShouldBeFalse();
        var entry = (await server.LedgerAsync())[(int)rotated.Index];
        entry.Operation.ShouldBe(LedgerHandover.Operation);
        entry.Why.ShouldBe("once a year");
        entry.Actor.ShouldBe(Caller.Operator.Actor);
        var handovers = LogHandovers.Read(await server.Tcp.GetStringAsync(TileCalls.Handovers.Path));
        handovers.KeysFor([first], long.MaxValue).ShouldBe([keys[0]]);
        SignedNote.TryParse(await server.Tcp.GetByteArrayAsync(TileCalls.Checkpoint.Path), out var now).ShouldBeTrue();
        now.IsSignedBy(keys[0]).ShouldBeTrue();
    }

    [Fact]
    public async Task Rotate_ByAStranger_IsDenied() =>
        (await server.Tcp.PostAsync(WitnessCalls.RotateKey.Path, null)).StatusCode
            .ShouldBe(HttpStatusCode.Unauthorized);

    [Fact]
    public void Adopt_OfAnotherKeyThanTheStaged_LeavesBoth()
    {
        using var ring = LedgerKeyRing.Open(ServerFixture.OptionsFor(server.Home), LedgerHead.Empty, writer: null);
        using var staged = ring.Stage();
        using var again = ring.Stage();
        using var other = SigningKey.Generate();
        var before = ring[0].VerifyKey;

        ring.Adopt(other.VerifyKey).ShouldBeFalse();

        again.VerifyKey.ShouldBe(staged.VerifyKey);
        ring[0].VerifyKey.ShouldBe(before);
        File.GetUnixFileMode($"{server.Home.WitnessKey}.next").ShouldBe(
            UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.Delete($"{server.Home.WitnessKey}.next");
    }

    private async Task<IReadOnlyList<NoteKey>> KeysAsync() =>
        LogKeys.Read(await server.Tcp.GetStringAsync(TileCalls.Keys.Path));
}
