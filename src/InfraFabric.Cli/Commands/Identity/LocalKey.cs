using InfraFabric.Api.Local;
using InfraFabric.Core.Crypto;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Ids;

namespace InfraFabric.Cli.Commands.Identity;

/// <summary>
/// An agent's private key in the home: the one that is there, or a new one. The file is written before the key is
/// registered, so that no key is ever registered that nobody has.
/// </summary>
internal sealed class LocalKey : IDisposable
{
    private readonly SigningKey _key;
    private readonly bool _isNew;

    private LocalKey(string path, SigningKey key, bool isNew)
    {
        Path = path;
        _key = key;
        _isNew = isNew;
    }

    public string Path { get; }

    public string PublicKey => _key.VerifyKey.ToString();

    public static LocalKey Take(FabricHome home, AgentName name)
    {
        var path = home.KeyOf(name);
        if (File.Exists(path))
            return new LocalKey(path, KeyFile.Load(path), isNew: false);
        FabricHome.CreatePrivateFolder(home.KeysFolder);
        var key = SigningKey.Generate();
        KeyFile.Create(path, key);
        return new LocalKey(path, key, isNew: true);
    }

    /// <summary>
    /// Registers the key. A new one is removed again if that was refused; if it may have happened it stays, so that the
    /// same command can be run again.
    /// </summary>
    public async Task<T> KeepIfAsync<T>(Func<Task<T>> registerAsync)
    {
        try
        {
            return await registerAsync();
        }
        catch (FabricException refused) when (_isNew && !refused.Error.Retryable)
        {
            File.Delete(Path);
            throw;
        }
    }

    public void Dispose() => _key.Dispose();
}
