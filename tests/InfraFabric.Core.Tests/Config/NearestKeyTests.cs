using FsCheck;
using FsCheck.Fluent;
using InfraFabric.Core.Config;

namespace InfraFabric.Core.Tests.Config;

public sealed class NearestKeyTests
{
    [Theory]
    [InlineData("prot", "port")]
    [InlineData("adress", "address")]
    [InlineData("Adress", "address")]
    [InlineData("history-revisions", "history_revisions")]
    [InlineData("password", "password_file")]
    [InlineData("hostname", null)]
    public void Find_WordWritten_GivesTheKeyMeant(string written, string? meant) =>
        NearestKey.Find(written, ["port", "address", "history_revisions", "password_file"]).ShouldBe(meant);

    [Theory]
    [InlineData("", "abc", 3)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("ab", "ba", 1)]
    public void Distance_KnownPair_IsTheFewestEdits(string a, string b, int distance) =>
        NearestKey.Distance(a, b).ShouldBe(distance);

    [Fact]
    public void Distance_AnyPair_IsSymmetricAndZeroForTheSame() =>
        Prop.ForAll<NonNull<string>, NonNull<string>>((a, b) =>
            NearestKey.Distance(a.Get, b.Get) == NearestKey.Distance(b.Get, a.Get)
            && NearestKey.Distance(a.Get, a.Get) == 0).QuickCheckThrowOnFailure();
}
