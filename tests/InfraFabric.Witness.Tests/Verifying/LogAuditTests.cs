using InfraFabric.Core.Crypto;
using InfraFabric.State.Contract;
using InfraFabric.Witness.Notes;
using InfraFabric.Witness.Verifying;

namespace InfraFabric.Witness.Tests.Verifying;

/// <summary>A log that is whole passes; one that is not is told apart, with the first place where it shows.</summary>
public sealed class LogAuditTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(65535)]
    [InlineData(65536)]
    [InlineData(65537)]
    public async Task Audit_OfAWholeLog_Holds(int size)
    {
        var report = await SomeLog.Of(size).AuditAsync();

        report.Fault.ShouldBeNull();
        report.Entries.ShouldBe(size);
        report.Size.ShouldBe(size);
        report.Actors.ShouldBe(Math.Min(size, 3));
        report.Signer.ShouldBe(SomeLog.Key);
    }

    [Fact]
    public async Task Audit_OfAFolder_HoldsAndTakesFullTilesForPartialOnes()
    {
        using var folder = new TestFolder();
        SomeLog.Of(700).WriteTo(folder.Path);
        var small = SomeLog.Of(300);
        File.WriteAllBytes(Path.Combine(folder.Path, LogPaths.Checkpoint), small.Files[LogPaths.Checkpoint]);
        File.WriteAllBytes(Path.Combine(folder.Path, "tile/1/000.p/1"), small.Files["tile/1/000.p/1"]);

        var report = await new LogAudit(new FolderLog(folder.Path), new AuditOptions { Keys = [SomeLog.Key] })
            .RunAsync();

        report.Fault.ShouldBeNull();
        report.Entries.ShouldBe(300);
    }

    // Every bit of a small log, and some of each tile of one that has more of them.
    [Theory]
    [InlineData(5, 1)]
    [InlineData(259, 211)]
    public async Task Audit_WithAnyBitOfAnyFileChanged_FailsWithTheReason(int size, int step)
    {
        var log = SomeLog.Of(size);
        foreach (var (path, whole) in log.Files.ToList())
        {
            for (var bit = 0; bit < whole.Length * 8; bit += step)
            {
                var changed = whole.ToArray();
                changed[bit / 8] ^= (byte)(1 << (bit % 8));
                log.Files[path] = changed;

                (await log.AuditAsync()).Fault.ShouldNotBeNull($"{path}, bit {bit}").Reason.ShouldNotBeEmpty();
            }

            log.Files[path] = whole;
        }

        (await log.AuditAsync()).Fault.ShouldBeNull();
    }

    [Fact]
    public async Task Audit_WithAnEntryChanged_NamesIt()
    {
        var log = SomeLog.Of(600);
        var bundle = log.Files["tile/entries/001"];
        // Somewhere within the eleventh entry of the second bundle.
        bundle[(log.Entries[256].Length + 2) * 10 + 40] ^= 1;

        (await log.AuditAsync()).Fault!.Index.ShouldBe(266);
    }

    [Theory]
    [InlineData("tile/0/001.p/44", 256)]
    [InlineData("tile/entries/001.p/44", 256)]
    [InlineData("tile/entries/000", 0, false)]
    [InlineData("tile/0/000", 0)]
    [InlineData("tile/1/000.p/1", 0)]
    public async Task Audit_WithAFileMissing_NamesTheFirstEntryOfIt(string path, int index, bool isFault = true)
    {
        var log = SomeLog.Of(300);
        log.Files.Remove(path);

        var report = await log.AuditAsync();

        report.Fault?.Index.ShouldBe(index);
        (report.Fault is not null).ShouldBe(isFault);
        report.HashesOnly.ShouldBe(isFault ? 0 : 256);
    }

    [Fact]
    public async Task Audit_WithTheEndOfAFileMissing_NamesTheFirstEntryThatIsGone()
    {
        var log = SomeLog.Of(300);
        var bundle = log.Files["tile/entries/001.p/44"];
        log.Files["tile/entries/001.p/44"] = bundle[..^1];

        (await log.AuditAsync()).Fault!.Index.ShouldBe(299);
    }

    // What follows are logs whose keeper has signed what should not be.
    [Fact]
    public async Task Audit_OfEntriesThatSwappedPlaces_NamesTheFirst()
    {
        var log = SomeLog.Of(300, entries => (entries[100], entries[103]) = (entries[103], entries[100]));

        var fault = (await log.AuditAsync()).Fault!;

        fault.Index.ShouldBe(100);
        fault.Reason.ShouldContain("are missing");
    }

    [Fact]
    public async Task Audit_OfAnEntryThatIsThereTwice_NamesTheSecond()
    {
        var fault = (await SomeLog.Of(300, entries => entries.Insert(101, entries[100])).AuditAsync()).Fault!;

        fault.Index.ShouldBe(101);
        fault.Reason.ShouldContain("again");
    }

    [Fact]
    public async Task Audit_OfALogThatLeavesOneOut_NamesTheNextOfItsActor()
    {
        var fault = (await SomeLog.Of(300, entries => entries.RemoveAt(100)).AuditAsync()).Fault!;

        fault.Index.ShouldBe(102);
        fault.Reason.ShouldContain("entry 35 follows its entry 33");
    }

    [Fact]
    public async Task Audit_OfCommitsOutOfOrder_NamesTheFirst()
    {
        var fault = (await SomeLog.Of(300, entries =>
            entries[100] = entries[100] with { Position = new NotePosition(100, 0) }).AuditAsync()).Fault!;

        fault.Index.ShouldBe(100);
        fault.Reason.ShouldContain("out of order");
    }

    [Theory]
    [InlineData(-301, true)]
    [InlineData(-299, false)]
    public async Task Audit_OfAnEntryDatedBack_NamesItBeyondTheSkewOfClocks(int seconds, bool isFault)
    {
        var fault = (await SomeLog.Of(800, entries =>
            entries[700] = entries[700] with { Time = entries[699].Time.AddSeconds(seconds) }).AuditAsync()).Fault;

        (fault is not null).ShouldBe(isFault);
        fault?.Index.ShouldBe(700);
        fault?.Reason.ShouldContain("dated back");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("")]
    [InlineData("[1]")]
    public async Task Audit_OfWhatIsNoEntry_NamesIt(string text)
    {
        var log = SomeLog.Of(300);
        log.Entries[7] = System.Text.Encoding.UTF8.GetBytes(text);
        log.Publish();

        (await log.AuditAsync()).Fault!.Index.ShouldBe(7);
    }

    [Fact]
    public async Task Audit_OfAnEntryThatIsNotCanonical_NamesIt()
    {
        var log = SomeLog.Of(300);
        log.Entries[7] = [.. log.Entries[7], (byte)' '];
        log.Publish();

        var fault = (await log.AuditAsync()).Fault!;

        fault.Index.ShouldBe(7);
        fault.Reason.ShouldContain("canonical");
    }

    [Fact]
    public async Task Audit_WithAnotherKey_IsNotSigned()
    {
        using var other = SigningKey.FromSeed([.. Enumerable.Repeat((byte)7, 32)]);
        var key = NoteKey.Of(SomeLog.Origin, NoteKeyKind.Ed25519, other.VerifyKey);

        var report = await new LogAudit(SomeLog.Of(3), new AuditOptions { Keys = [key] }).RunAsync();

        report.Fault!.Reason.ShouldContain("not signed");
    }

    [Fact]
    public async Task Audit_AfterTheKeyWasChanged_StillHoldsOldCheckpointsAgainstTheLog()
    {
        using var next = SigningKey.FromSeed([.. Enumerable.Repeat((byte)7, 32)]);
        var key = NoteKey.Of(SomeLog.Origin, NoteKeyKind.Ed25519, next.VerifyKey);
        var old = SomeLog.Of(300).Publish();
        var log = SomeLog.Of(700);
        var note = SignedNote.Sign(log.Publish().Text, key, next);
        log.Files[LogPaths.Checkpoint] = System.Text.Encoding.UTF8.GetBytes(note.ToString());

        var report = await new LogAudit(log, new AuditOptions { Keys = [key, SomeLog.Key], Earlier = old }).RunAsync();
        var alone = await new LogAudit(log, new AuditOptions { Keys = [key], Earlier = old }).RunAsync();

        report.Fault.ShouldBeNull();
        report.Signer.ShouldBe(key);
        alone.Fault!.Reason.ShouldContain("earlier checkpoint");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(700)]
    public async Task Audit_OfALogThatContinuesWhatWasSeen_Holds(int earlier)
    {
        var note = SomeLog.Of(earlier).Publish();

        (await SomeLog.Of(700).AuditAsync(note)).Fault.ShouldBeNull();
    }

    [Theory]
    [InlineData(300)]
    [InlineData(700)]
    public async Task Audit_OfALogThatWasForked_KeepsBothNotes(int earlier)
    {
        var log = SomeLog.Of(earlier, entries => entries[20] = entries[20] with { Outcome = "denied" });
        var note = log.Publish();

        var report = await SomeLog.Of(700).AuditAsync(note);

        report.Fault!.Reason.ShouldContain("forked");
        report.Fork!.Earlier.ShouldBe(note.ToString());
        report.Fork.Later.ShouldContain("\n700\n");
    }

    [Fact]
    public async Task Audit_OfALogThatLostItsEnd_SaysWhereItEnds()
    {
        var fault = (await SomeLog.Of(300).AuditAsync(SomeLog.Of(301).Publish())).Fault!;

        fault.Index.ShouldBe(300);
        fault.Reason.ShouldContain("301");
    }

    [Fact]
    public async Task Audit_WithDamageBeforeAnEarlierCheckpoint_IsNoFork()
    {
        var log = SomeLog.Of(300);
        var note = SomeLog.Of(100).Publish();
        // Entry, leaf and tile agree with each other; only the root does not.
        var other = SomeLog.Of(300, entries => entries[3] = entries[3] with { Outcome = "denied" });
        foreach (var path in other.Files.Keys.Where(path => path != LogPaths.Checkpoint).ToList())
            log.Files[path] = other.Files[path];

        var report = await log.AuditAsync(note);

        report.Fault!.Reason.ShouldContain("another root");
        report.Fork.ShouldBeNull();
    }
}
