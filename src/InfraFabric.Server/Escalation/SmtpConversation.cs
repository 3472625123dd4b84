using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using InfraFabric.Core.Errors;

namespace InfraFabric.Server.Escalation;

/// <summary>
/// Commands to a mail server and its replies (RFC 5321). Nothing that is sent stands in an error: it may hold a
/// password.
/// </summary>
internal sealed class SmtpConversation : IAsyncDisposable
{
    private const int MaxReply = 16 * 1024;
    private const int MaxToldReply = 120;

    private readonly byte[] _buffer = new byte[MaxReply];
    private Stream _stream;
    private int _filled;

    private SmtpConversation(Stream stream) => _stream = stream;

    public static async Task<SmtpConversation> OpenAsync(string host, int port, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(host, port, cancellationToken);
            return new SmtpConversation(new NetworkStream(socket, ownsSocket: true));
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Goes on encrypted, once the server has proved who it is.</summary>
    public async Task EncryptAsync(SslClientAuthenticationOptions options, CancellationToken cancellationToken)
    {
        // What came in clear before must not be taken for what comes encrypted.
        if (_filled > 0)
            throw Refused("It went on in clear after it was asked to encrypt.");
        var encrypted = new SslStream(_stream);
        _stream = encrypted;
        await encrypted.AuthenticateAsClientAsync(options, cancellationToken);
    }

    /// <summary>Sends a command, or a message, and reads the reply; an error if it is another one.</summary>
    public async Task AskAsync(string command, int expected, CancellationToken cancellationToken)
    {
        await _stream.WriteAsync(Encoding.ASCII.GetBytes($"{command}\r\n"), cancellationToken);
        await _stream.FlushAsync(cancellationToken);
        await ExpectAsync(expected, cancellationToken);
    }

    /// <summary>Reads a reply; an error if it is another one.</summary>
    public async Task ExpectAsync(int expected, CancellationToken cancellationToken)
    {
        var line = await ReadLineAsync(cancellationToken);
        // A reply of several lines has a hyphen after the code in all but the last.
        for (var left = MaxReply; line.Length > 3 && line[3] == '-'; line = await ReadLineAsync(cancellationToken))
        {
            if ((left -= line.Length) < 0)
                throw Refused("Its reply has no end.");
        }

        if (line.Length < 3 || !int.TryParse(line[..3], out var code) || code / 10 != expected / 10)
            throw Refused($"It answered '{Shown(line)}', and not {expected}.");
    }

    /// <summary>Ends the conversation. The message is the server's by then, whatever it says.</summary>
    public async Task LeaveAsync(CancellationToken cancellationToken)
    {
        try
        {
            await AskAsync("QUIT", 221, cancellationToken);
        }
        catch (Exception e) when (e is IOException or FabricException)
        {
            // It has hung up already.
        }
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    private async ValueTask<string> ReadLineAsync(CancellationToken cancellationToken)
    {
        int end;
        while ((end = _buffer.AsSpan(0, _filled).IndexOf((byte)'\n')) < 0)
        {
            if (_filled == _buffer.Length)
                throw Refused("Its reply has no end.");
            var read = await _stream.ReadAsync(_buffer.AsMemory(_filled), cancellationToken);
            if (read == 0)
                throw Refused("It hung up.");
            _filled += read;
        }

        var line = Encoding.ASCII.GetString(_buffer.AsSpan(0, end)).TrimEnd('\r');
        _buffer.AsSpan(end + 1, _filled - end - 1).CopyTo(_buffer);
        _filled -= end + 1;
        return line;
    }

    private static string Shown(string line)
    {
        var plain = string.Concat(line.Take(MaxToldReply).Select(c => char.IsControl(c) ? ' ' : c));
        return line.Length > MaxToldReply ? $"{plain}…" : plain;
    }

    private static FabricException Refused(string why) => new(ErrorTable.ChannelFailed,
        "The mail server has not taken the message.", why, "See its log, and the channel's keys in fabric.yaml.");
}
