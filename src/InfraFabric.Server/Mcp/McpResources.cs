using InfraFabric.Api.Calls;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Ids;
using ModelContextProtocol.Protocol;

namespace InfraFabric.Server.Mcp;

/// <summary>Swarms as <c>if://swarm/NAME</c>: any can be read, those of the session can be followed.</summary>
internal sealed class McpResources(SwarmFeeds feeds)
{
    private const string Prefix = "if://swarm/";
    private const string MediaType = "application/json";

    public static string UriOf(string swarm) => Prefix + swarm;

    public static ListResourceTemplatesResult Templates() => new()
    {
        ResourceTemplates =
        [
            new ResourceTemplate
            {
                Name = "swarm",
                UriTemplate = Prefix + "{name}",
                MimeType = MediaType,
                Description = "A swarm with the tasks that it owns and those that are assigned to it.",
            },
        ],
    };

    public static async Task<ReadResourceResult> ReadAsync(
        string uri, IMcpAccess access, CancellationToken cancellationToken)
    {
        var call = new McpCall(HttpMethod.Get, SwarmCalls.Show.For(NameOf(uri)));
        var text = await access.AskAsync(call, cancellationToken);
        return new ReadResourceResult
        {
            Contents = [new TextResourceContents { Uri = uri, MimeType = MediaType, Text = text ?? "" }],
        };
    }

    public ListResourcesResult List() => new()
    {
        Resources =
        [
            .. feeds.Names.Select(name => new Resource { Name = name, Uri = UriOf(name), MimeType = MediaType }),
        ],
    };

    /// <summary>From now on it is told when the resource changes.</summary>
    public EmptyResult Follow(string uri)
    {
        if (!feeds.Follow(Name(uri), isFollowed: true))
        {
            throw McpAnswers.Refusal(new FabricException(ErrorTable.NotFound, $"{uri} cannot be followed.",
                "Only what happens to swarms of this session is told.", "Register the swarm first: swarm_register."));
        }

        return new EmptyResult();
    }

    public EmptyResult Unfollow(string uri)
    {
        feeds.Follow(Name(uri), isFollowed: false);
        return new EmptyResult();
    }

    private static string Name(string uri)
    {
        try
        {
            return NameOf(uri);
        }
        catch (FabricException wrong)
        {
            throw McpAnswers.Refusal(wrong);
        }
    }

    private static string NameOf(string uri) => uri.StartsWith(Prefix, StringComparison.Ordinal)
        ? SwarmName.Parse(uri[Prefix.Length..]).Text
        : throw new FabricException(ErrorTable.NotFound, "There is no such resource.",
            $"Resources are called {Prefix}NAME.", "Correct the name.");
}
