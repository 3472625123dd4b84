using System.Net;
using InfraFabric.Api;
using InfraFabric.Api.Calls;
using InfraFabric.Server.Hosting;
using InfraFabric.Server.Identity;
using Microsoft.AspNetCore.Http;

namespace InfraFabric.Server.Tests;

public sealed class DefaultDenyTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    [Theory]
    [InlineData(ApiRoutes.StateRecord + "?key=a")]
    [InlineData(ApiRoutes.StateRecords)]
    [InlineData(ApiRoutes.StateWatch)]
    [InlineData(ApiRoutes.StateStats)]
    [InlineData(ApiRoutes.StateBackup)]
    [InlineData("/V1/STATE/records")]
    public async Task Get_OfTheStateOverTcp_IsDenied(string path)
    {
        var response = await fixture.Tcp.GetAsync(path);

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        response.Headers.WwwAuthenticate.ToString().ShouldStartWith("Bearer");
        var problem = await ServerFixture.ProblemOf(response);
        problem.Code.ShouldBe("IF_ERR_UNAUTHENTICATED");
        problem.Status.ShouldBe(401);
        problem.Retryable.ShouldBeFalse();
        problem.Fix.ShouldNotBeEmpty();
    }

    [Fact]
    public void Endpoints_AllOfThem_AreEitherOpenOrAskForScopes()
    {
        var endpoints = fixture.Server.Endpoints.ToList();

        endpoints.Count.ShouldBeGreaterThan(8);
        foreach (var endpoint in endpoints)
        {
            var open = endpoint.Metadata.GetMetadata<OpenToAll>() is not null;
            var scoped = endpoint.Metadata.GetMetadata<RequiredScopes>() is { Scopes: not Scopes.None };
            (open ^ (scoped || AsksOnlyWhoCalls(endpoint))).ShouldBeTrue(endpoint.DisplayName);
        }

        endpoints.Where(AsksOnlyWhoCalls).Select(endpoint => endpoint.Metadata.GetMetadata<ApiCall>()!.Name)
            .ShouldBe(["auth_caller", "mcp_send", "mcp_listen", "mcp_end"], ignoreOrder: true);
    }

    private static bool AsksOnlyWhoCalls(Endpoint endpoint) =>
        endpoint.Metadata.GetMetadata<RequiredScopes>() is { Scopes: Scopes.None };

    [Fact]
    public async Task Post_OfTheStateOverTcp_IsDenied()
    {
        var response = await fixture.Tcp.PostAsync(ApiRoutes.StateRecords, new StringContent("x"));

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("/v1/state/record?key=a")]
    [InlineData("/v1/state/stats")]
    public async Task Get_WithAHeaderThatClaimsTheSocket_IsDenied(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Host = "localhost";
        request.Headers.Add("X-Forwarded-For", "unix:");

        var response = await fixture.Tcp.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("/nothing")]
    [InlineData("/v1/nothing")]
    [InlineData("/v1/state/../../etc/passwd")]
    public async Task Get_OfAnUnknownPath_IsNotFound(string path)
    {
        var response = await fixture.Tcp.GetAsync(path);

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await ServerFixture.ProblemOf(response)).Code.ShouldBe("IF_ERR_NOT_FOUND");
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/healthz")]
    [InlineData("/readyz")]
    [InlineData("/v1/version")]
    public async Task Get_OfWhatIsOpenToAll_Answers(string path)
    {
        var response = await fixture.Tcp.GetAsync(path);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Get_OfTheStateThroughTheSocket_Answers()
    {
        var response = await fixture.Owner.GetAsync(ApiRoutes.StateStats);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Delete_ThroughTheSocket_IsNoCallThatCanBeMade()
    {
        var response = await fixture.Owner.DeleteAsync(ApiRoutes.StateRecords);

        response.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        response.Content.Headers.Allow.ShouldBe(["GET"]);
        (await ServerFixture.ProblemOf(response)).Code.ShouldBe("IF_ERR_USAGE");
    }

    [Fact]
    public async Task Get_WithATraceToken_IsAnsweredWithIt()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, ApiRoutes.StateStats);
        request.Headers.Add(ApiRoutes.TraceHeader, "0198c5a2-1f00-7abc-8def-0123456789ab");

        var response = await fixture.Tcp.SendAsync(request);

        response.Headers.GetValues(ApiRoutes.TraceHeader).ShouldBe(["0198c5a2-1f00-7abc-8def-0123456789ab"]);
        (await ServerFixture.ProblemOf(response)).Trace.ShouldBe("0198c5a2-1f00-7abc-8def-0123456789ab");
    }
}
