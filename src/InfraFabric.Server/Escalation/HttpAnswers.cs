using InfraFabric.Core.Errors;

namespace InfraFabric.Server.Escalation;

/// <summary>Whether a call to somebody else's server has done what it should.</summary>
internal static class HttpAnswers
{
    /// <summary>Sends a request; an error if the answer is not one of success. Its body is not read.</summary>
    public static async Task RequireSuccessAsync(
        HttpClient http, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var response = await http.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            throw new FabricException(ErrorTable.ChannelFailed, "The message was refused.",
                $"The answer was {(int)response.StatusCode}.", "See why at whoever was called.");
        }
    }

    /// <summary>A client that goes where it is sent and nowhere else.</summary>
    public static HttpClient NewClient() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
    });
}
