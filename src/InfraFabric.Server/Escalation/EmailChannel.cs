using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using InfraFabric.Core.Config.Escalation;
using InfraFabric.Core.Crypto;
using InfraFabric.Governor.Escalation;
using InfraFabric.Governor.Messages;

namespace InfraFabric.Server.Escalation;

/// <summary>Whoever reads their e-mail: handed to a mail server over SMTP (RFC 5321).</summary>
internal sealed class EmailChannel(string name, EscalationSeverity least, EmailConfig config) : IEscalationChannel
{
    public string Name => name;

    public EscalationSeverity Least => least;

    public async Task SendAsync(EscalationMessage message, CancellationToken cancellationToken)
    {
        await using var server = await SmtpConversation.OpenAsync(config.Server, config.Port, cancellationToken);
        if (config.Tls == EmailTls.Tls)
            await server.EncryptAsync(TlsOptions(), cancellationToken);
        await server.ExpectAsync(220, cancellationToken);
        await server.AskAsync($"EHLO {OwnName()}", 250, cancellationToken);
        if (config.Tls == EmailTls.StartTls)
        {
            await server.AskAsync("STARTTLS", 220, cancellationToken);
            await server.EncryptAsync(TlsOptions(), cancellationToken);
            await server.AskAsync($"EHLO {OwnName()}", 250, cancellationToken);
        }

        if (config is { User: { } user, PasswordFile: { } file })
            await LogInAsync(server, user, file, cancellationToken);
        await server.AskAsync($"MAIL FROM:<{config.From}>", 250, cancellationToken);
        foreach (var reader in config.To)
            await server.AskAsync($"RCPT TO:<{reader}>", 250, cancellationToken);
        await server.AskAsync("DATA", 354, cancellationToken);
        await server.AskAsync($"{EmailText.Of(message, config.From, config.To)}.", 250, cancellationToken);
        await server.LeaveAsync(cancellationToken);
    }

    private async Task LogInAsync(
        SmtpConversation server, string user, string file, CancellationToken cancellationToken)
    {
        var password = PrivateFile.ReadPassword(file, $"the channel '{name}'");
        var proof = Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0{user}\0{password}"));
        await server.AskAsync($"AUTH PLAIN {proof}", 235, cancellationToken);
    }

    private SslClientAuthenticationOptions TlsOptions()
    {
        var options = new SslClientAuthenticationOptions { TargetHost = config.Server };
        if (config.CaFile is { } file)
        {
            var policy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            policy.CustomTrustStore.ImportFromPemFile(file);
            options.CertificateChainPolicy = policy;
        }

        return options;
    }

    private static string OwnName()
    {
        var name = Environment.MachineName;
        return name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.') ? name : "localhost";
    }
}
