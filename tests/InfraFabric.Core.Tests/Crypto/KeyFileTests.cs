using System.Runtime.Versioning;
using InfraFabric.Core.Crypto;
using InfraFabric.Core.Errors;

namespace InfraFabric.Core.Tests.Crypto;

[UnsupportedOSPlatform("windows")]
public sealed class KeyFileTests : IDisposable
{
    private const string SeedHex = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";

    private readonly string _folder = Directory.CreateTempSubdirectory("key-test-").FullName;

    private string KeyPath => Path.Combine(_folder, "operator.key");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Load_CreatedFile_GivesTheKey()
    {
        using var key = SigningKey.FromSeed(Convert.FromHexString(SeedHex));

        KeyFile.Create(KeyPath, key);

        using var loaded = KeyFile.Load(KeyPath);
        loaded.VerifyKey.ShouldBe(key.VerifyKey);
        loaded.Sign("x"u8).ShouldBe(key.Sign("x"u8));
        File.ReadAllText(KeyPath).ShouldBe($"ed25519-private:{SeedHex}\n");
    }

    [Fact]
    public void Create_NewFile_IsForItsOwnerAloneAndLeavesNothingElse()
    {
        using var key = SigningKey.Generate();

        KeyFile.Create(KeyPath, key);

        File.GetUnixFileMode(KeyPath).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Directory.GetFiles(_folder).ShouldBe([KeyPath]);
    }

    [Fact]
    public void Create_FileIsThere_KeepsIt()
    {
        using var first = SigningKey.Generate();
        using var second = SigningKey.Generate();
        KeyFile.Create(KeyPath, first);

        var error = Should.Throw<FabricException>(() => KeyFile.Create(KeyPath, second));

        error.Error.ShouldBe(ErrorTable.KeyInvalid);
        using var kept = KeyFile.Load(KeyPath);
        kept.VerifyKey.ShouldBe(first.VerifyKey);
        Directory.GetFiles(_folder).ShouldBe([KeyPath]);
    }

    [Fact]
    public void Create_FolderIsMissing_SaysSo()
    {
        using var key = SigningKey.Generate();

        var error = Should.Throw<FabricException>(() => KeyFile.Create(Path.Combine(_folder, "no", "a.key"), key));

        error.Fix.ShouldContain(Path.Combine(_folder, "no"));
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead, "640")]
    [InlineData(UnixFileMode.OtherRead, "604")]
    [InlineData(UnixFileMode.GroupWrite, "620")]
    [InlineData(UnixFileMode.OtherExecute, "601")]
    public void Load_OpenToOthers_IsRefusedWithTheCommandThatCloses(UnixFileMode extra, string mode)
    {
        Write($"ed25519-private:{SeedHex}\n");
        File.SetUnixFileMode(KeyPath, UnixFileMode.UserRead | UnixFileMode.UserWrite | extra);

        var error = Should.Throw<FabricException>(() => KeyFile.Load(KeyPath));

        error.Error.ShouldBe(ErrorTable.KeyFileExposed);
        error.Why.ShouldContain(mode);
        error.Fix.ShouldContain($"chmod 600 '{KeyPath}'");
        error.ToString().ShouldNotContain(SeedHex);
    }

    [Theory]
    [InlineData("")]
    [InlineData("ed25519-private:\n")]
    [InlineData("ed25519-private:9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f6\n")]
    [InlineData("ed25519-private:9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60\n\n")]
    [InlineData("ed25519-private:9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60a")]
    [InlineData("ed25519-private:zd61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60\n")]
    [InlineData("ed25519-public::9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60\n")]
    public void Load_NotAKeyFile_IsRefusedWithoutShowingIt(string content)
    {
        Write(content);

        var error = Should.Throw<FabricException>(() => KeyFile.Load(KeyPath));

        error.Error.ShouldBe(ErrorTable.KeyInvalid);
        error.ToString().ShouldNotContain("d61b19de");
    }

    [Fact]
    public void Load_FileIsMissing_IsNotFound() =>
        Should.Throw<FabricException>(() => KeyFile.Load(KeyPath)).Error.ShouldBe(ErrorTable.NotFound);

    [Fact]
    public void Load_PathIsAFolder_SaysThatItCannotBeRead() =>
        Should.Throw<FabricException>(() => KeyFile.Load(_folder)).Error.ShouldBe(ErrorTable.KeyInvalid);

    private void Write(string content)
    {
        File.WriteAllText(KeyPath, content);
        File.SetUnixFileMode(KeyPath, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
