using System.Net;
using InfraFabric.Api;

namespace InfraFabric.Server.Tests;

public sealed class LimitTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task Body_LargerThanTheLimit_IsRefused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, ApiRoutes.StateStats);
        request.Content = new ByteArrayContent(new byte[ServerLimits.MaxBodyBytes + 1]);
        request.Headers.ExpectContinue = true;

        var response = await fixture.Owner.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await ServerFixture.ProblemOf(response)).Code.ShouldBe("IF_ERR_LIMIT");
    }

    [Fact]
    public async Task Headers_LargerThanTheLimit_AreRefused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, ApiRoutes.Health);
        request.Headers.Add("X-Large", new string('x', ServerLimits.MaxHeaderBytes));

        var response = await fixture.Tcp.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.RequestHeaderFieldsTooLarge);
    }

    [Fact]
    public async Task Headers_MoreThanTheLimit_AreRefused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, ApiRoutes.Health);
        for (var i = 0; i <= ServerLimits.MaxHeaders; i++)
            request.Headers.Add($"X-{i}", "x");

        var response = await fixture.Tcp.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.RequestHeaderFieldsTooLarge);
    }

    [Fact]
    public async Task RequestLine_LongerThanTheLimit_IsRefused()
    {
        var response = await fixture.Tcp.GetAsync("/" + new string('x', ServerLimits.MaxRequestLineBytes));

        response.StatusCode.ShouldBe(HttpStatusCode.RequestUriTooLong);
    }

    [Theory]
    [InlineData("?limit=1001", HttpStatusCode.RequestEntityTooLarge, "IF_ERR_LIMIT")]
    [InlineData("?limit=0", HttpStatusCode.RequestEntityTooLarge, "IF_ERR_LIMIT")]
    [InlineData("?limit=-1", HttpStatusCode.BadRequest, "IF_ERR_USAGE")]
    [InlineData("?limit=99999999999", HttpStatusCode.BadRequest, "IF_ERR_USAGE")]
    [InlineData("?at=x", HttpStatusCode.BadRequest, "IF_ERR_USAGE")]
    [InlineData("?at=1000000", HttpStatusCode.BadRequest, "IF_ERR_STATE_REVISION_AHEAD")]
    [InlineData("?prefix=a&prefix=b", HttpStatusCode.BadRequest, "IF_ERR_USAGE")]
    [InlineData("?prefix=%20", HttpStatusCode.BadRequest, "IF_ERR_ID_INVALID")]
    public async Task List_WithAWrongQuery_SaysWhichLimitOrForm(string query, HttpStatusCode status, string code)
    {
        var response = await fixture.Owner.GetAsync(ApiRoutes.StateRecords + query);

        response.StatusCode.ShouldBe(status);
        (await ServerFixture.ProblemOf(response)).Code.ShouldBe(code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?key=")]
    public async Task Get_WithoutAKey_IsRefused(string query)
    {
        var response = await fixture.Owner.GetAsync(ApiRoutes.StateRecord + query);

        (await ServerFixture.ProblemOf(response)).Code.ShouldBe("IF_ERR_USAGE");
    }
}
