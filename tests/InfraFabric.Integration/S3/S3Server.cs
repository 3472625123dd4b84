using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using InfraFabric.Cli.Tests.Program;
using InfraFabric.Integration.Etcd;

namespace InfraFabric.Integration.S3;

/// <summary>A store that speaks S3 and is not ours, with one bucket in a temporary folder.</summary>
internal sealed class S3Server : IAsyncDisposable
{
    public const string Bucket = "anchors";

    // The only ones that it knows.
    public const string Id = "S3RVER";
    public const string Secret = "S3RVER";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("if-s3-");
    private readonly Process _process;

    private S3Server()
    {
        var start = new ProcessStartInfo("node")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in (string[])
            [
                Repository.PathOf("artifacts", "s3-server", "node_modules", "s3rver", "bin", "s3rver.js"),
                "-d", _folder.FullName, "-a", "127.0.0.1", "-p", $"{Port}", "--no-vhost-buckets", "--silent",
                "--configure-bucket", Bucket,
            ])
        {
            start.ArgumentList.Add(argument);
        }

        _process = Process.Start(start)!;
    }

    public int Port { get; } = EtcdMember.FreePort();

    public string Url => $"http://127.0.0.1:{Port}";

    /// <summary>Starts it, and returns once it serves.</summary>
    public static async Task<S3Server> StartAsync()
    {
        var server = new S3Server();
        while (await server._process.StandardOutput.ReadLineAsync().WaitAsync(Patience) is { } line)
        {
            if (line.Contains("listening", StringComparison.Ordinal))
                return server;
        }

        throw new InvalidOperationException(
            $"It did not begin to serve: {await server._process.StandardError.ReadToEndAsync()}");
    }

    /// <summary>The file in which it keeps an object.</summary>
    public string FileOf(string path) => Path.Combine(_folder.FullName, $"{path.TrimStart('/')}._S3rver_object");

    /// <summary>What it keeps beside an object: the headers that it is served with.</summary>
    public string HeadersOf(string path) =>
        File.ReadAllText(Path.Combine(_folder.FullName, $"{path.TrimStart('/')}._S3rver_metadata.json"));

    /// <summary>Puts another text into an object, as if somebody else had written it.</summary>
    public void Write(string path, string text)
    {
        File.WriteAllText(FileOf(path), text);
        File.WriteAllText($"{FileOf(path)}.md5", TagOf(Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>The tag that it gives to the version of an object with these bytes.</summary>
    public static string TagOf(byte[] bytes)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        hash.AppendData(bytes);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }
}
