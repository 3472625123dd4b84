using InfraFabric.Cli.Tests.Program;

namespace InfraFabric.Cli.Tests.Witness;

/// <summary>Proofs and logs from the command line, without any server.</summary>
public sealed class VerifyTests : IDisposable
{
    private readonly TestHome _home = new();

    private string Log => _home.PathOf("log");

    private string Proof => _home.PathOf("entry.tlog-proof");

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task Verify_OfAProof_HoldsUnderItsKeyAndUnderNoOther()
    {
        var key = await SignedFolder.WriteAsync(Log, 300);
        (await _home.RunAsync("witness", "prove", "270", "--from", Log, "--out", Proof)).ShouldExit(0);
        Directory.Delete(Log, recursive: true);

        var holds = (await _home.RunAsync("witness", "verify", Proof, "--key", key, "--json")).ShouldExit(0);
        var other = await _home.RunAsync(
            "witness", "verify", Proof, "--key", "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");

        holds.Json.GetProperty("index").GetInt64().ShouldBe(270);
        holds.Json.GetProperty("key_from").GetString().ShouldBe("given");
        holds.Json.GetProperty("entry").GetString()!.ShouldContain("\"subject\":\"some/270\"");
        other.ShouldExit(1).Out.ShouldStartWith("FAILS: It is not signed by PeterNeumann.");
        (await _home.RunAsync("witness", "verify", Proof)).ShouldExit(0)
            .Out.ShouldContain("named by what was verified");
    }

    [Fact]
    public async Task Verify_OfAProofThatWasChanged_ExitsWithOne()
    {
        await SignedFolder.WriteAsync(Log, 300);
        (await _home.RunAsync("witness", "prove", "270", "--from", Log, "--out", Proof)).ShouldExit(0);
        var text = await File.ReadAllTextAsync(Proof);
        await File.WriteAllTextAsync(Proof, text.Replace("index 270", "index 271", StringComparison.Ordinal));

        var fails = (await _home.RunAsync("witness", "verify", Proof, "--json")).ShouldExit(1);

        fails.Json.GetProperty("holds").GetBoolean().ShouldBeFalse();
        fails.Json.GetProperty("first_bad_index").GetInt64().ShouldBe(271);
        fails.Json.GetProperty("reason").GetString()!.ShouldContain("do not lead");
    }

    [Fact]
    public async Task Verify_UnderTheKeyOfACosigner_CountsItsCosignature()
    {
        var key = await SignedFolder.WriteAsync(Log, 300);
        var plain = (await _home.RunAsync("witness", "checkpoint", "--from", Log)).ShouldExit(0).Out;
        var cosigned = (await _home.RunAsync("witness", "cosign", Log, "--json")).ShouldExit(0).Json;
        var cosigner = cosigned.GetProperty("key").GetString()!;
        await File.WriteAllTextAsync(_home.PathOf("plain"), plain);
        await File.WriteAllTextAsync(_home.PathOf("cosigned"), cosigned.GetProperty("note").GetString());

        var holds = await _home.RunAsync(
            "witness", "verify", _home.PathOf("cosigned"), "--key", key, "--key", cosigner, "--json");
        var lacks = await _home.RunAsync(
            "witness", "verify", _home.PathOf("plain"), "--key", key, "--key", cosigner);

        holds.ShouldExit(0).Json.GetProperty("cosignatures")[0].GetProperty("key").GetString().ShouldBe(cosigner);
        lacks.ShouldExit(1).Out.ShouldStartWith("FAILS: It is not cosigned by infrafabric.local/cosigner/");
    }

    [Fact]
    public async Task Verify_OfALog_NamesTheFirstBadEntry()
    {
        var key = await SignedFolder.WriteAsync(Log, 700);
        (await _home.RunAsync("witness", "verify", Log, "--key", key)).ShouldExit(0)
            .Out.ShouldStartWith("Holds: 700 entries of 7 actors, every hash, and the signature.\n");
        var bundle = Path.Combine(Log, "tile", "entries", "001");
        var bytes = await File.ReadAllBytesAsync(bundle);
        bytes[100] ^= 1;
        await File.WriteAllBytesAsync(bundle, bytes);

        (await _home.RunAsync("witness", "verify", Log)).ShouldExit(1).Out.ShouldStartWith("FAILS at entry 256: ");
    }

    [Fact]
    public async Task Verify_OfALogThatWasForked_KeepsBothNotes()
    {
        var earlier = _home.PathOf("earlier");
        await SignedFolder.WriteAsync(earlier, 300, "denied");
        await SignedFolder.WriteAsync(Log, 700);
        var seen = _home.PathOf("seen.checkpoint");
        await File.WriteAllTextAsync(
            seen, (await _home.RunAsync("witness", "checkpoint", "--from", earlier)).ShouldExit(0).Out);

        var fails = (await _home.RunAsync("witness", "verify", Log, "--since", seen, "--json")).ShouldExit(1);

        fails.Json.GetProperty("reason").GetString()!.ShouldContain("forked");
        var folder = fails.Json.GetProperty("evidence").GetString()!;
        (await File.ReadAllTextAsync(Path.Combine(folder, "earlier.checkpoint"))).ShouldBe(
            await File.ReadAllTextAsync(seen));
        File.Exists(Path.Combine(folder, "later.checkpoint")).ShouldBeTrue();
    }

    [Fact]
    public async Task Restore_OfAnAnchor_MakesALedgerThatIsNotReplacedByAccident()
    {
        await SignedFolder.WriteAsync(Log, 700);

        (await _home.RunAsync("witness", "restore", "--from", Log)).ShouldExit(0)
            .Out.ShouldStartWith("Restored the 700 entries of test.example/ledger into ");
        File.Exists(Path.Combine(_home.Folder, "data", "witness", "witness.db")).ShouldBeTrue();
        (await _home.RunAsync("witness", "restore", "--from", Log)).ShouldExit(2);

        var again = (await _home.RunAsync("witness", "restore", "--from", Log, "--replace", "--json")).ShouldExit(0);
        Directory.Exists(again.Json.GetProperty("set_aside").GetString()).ShouldBeTrue();
    }

    [Fact]
    public async Task Restore_WithoutAFolder_GoesWhereTheConfigurationSaysTheLedgerIs()
    {
        await SignedFolder.WriteAsync(Log, 300);
        await File.WriteAllTextAsync(
            Path.Combine(_home.Folder, "fabric.yaml"), "witness:\n  directory: elsewhere/ledger\n");

        (await _home.RunAsync("witness", "restore", "--from", Log)).ShouldExit(0);

        File.Exists(Path.Combine(_home.Folder, "elsewhere", "ledger", "witness.db")).ShouldBeTrue();
        Directory.Exists(Path.Combine(_home.StateFolder, "witness")).ShouldBeFalse();
    }

    [Fact]
    public async Task Export_OfARangeAndATime_WritesJustThoseAsTheyWereSigned()
    {
        await SignedFolder.WriteAsync(Log, 700);

        var range = (await _home.RunAsync("witness", "export", "--from", Log, "--first", "250", "--last", "260"))
            .ShouldExit(0).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var hour = (await _home.RunAsync(
            "witness", "export", "--from", Log, "--after", "1970-01-01T05:00:00Z", "--before", "1970-01-01T06:00:00Z"))
            .ShouldExit(0).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        range.Length.ShouldBe(11);
        range[0].ShouldContain("\"subject\":\"some/250\"");
        hour.Length.ShouldBe(60);
        hour[0].ShouldContain("\"subject\":\"some/300\"");
    }

    [Fact]
    public async Task Cosign_OfALogThatGrows_NeverVouchesForTwoViews()
    {
        var (small, forked) = (_home.PathOf("small"), _home.PathOf("forked"));
        await SignedFolder.WriteAsync(small, 300);
        await SignedFolder.WriteAsync(Log, 700);
        await SignedFolder.WriteAsync(forked, 900, "denied");

        var first = (await _home.RunAsync("witness", "cosign", small)).ShouldExit(0);
        (await _home.RunAsync("witness", "cosign", Log)).ShouldExit(0);
        var back = await _home.RunAsync("witness", "cosign", small);
        var fork = await _home.RunAsync("witness", "cosign", forked, "--json");

        first.Out.ShouldContain("\n\u2014 infrafabric.local/cosigner/");
        back.ShouldExit(1).Out.ShouldContain("700 were cosigned already");
        fork.ShouldExit(1).Json.GetProperty("reason").GetString()!.ShouldContain("forked");
        Directory.GetFiles(fork.Json.GetProperty("evidence").GetString()!).Length.ShouldBe(2);
    }

    [Fact]
    public async Task Anchor_OfAnotherFolder_IsAMirrorOfIt()
    {
        await SignedFolder.WriteAsync(Log, 700);
        var mirror = _home.PathOf("mirror");

        (await _home.RunAsync("witness", "anchor", mirror, "--from", Log, "--json")).ShouldExit(0)
            .Json.GetProperty("added").GetInt64().ShouldBe(700);

        (await _home.RunAsync("witness", "verify", mirror)).ShouldExit(0);
    }
}
