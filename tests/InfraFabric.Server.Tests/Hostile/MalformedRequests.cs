using System.Globalization;
using System.Text;
using InfraFabric.Api.Calls;

namespace InfraFabric.Server.Tests.Hostile;

/// <summary>Requests of which none can be right, made from a seed.</summary>
internal sealed class MalformedRequests(int seed, string? token)
{
    private const int LiesAboutChunks = 10;
    private const int IsNoHttp = 13;

    private const string SomeTask = "0198c5a2-1f00-7abc-8def-0123456789ab";

    // Those that take a body, with one that would do.
    private static readonly (ApiCall Call, string Body)[] Calls =
    [
        (TaskCalls.Add, """{"type":"work","title":"a title","priority":3,"depends_on":[],"payload":{"a":[1,2,3]}}"""),
        (TaskCalls.AddMany, """{"tasks":[{"name":"a","type":"work"},{"name":"b","type":"work","depends_on":["a"]}]}"""),
        (SwarmCalls.Register, """{"capabilities":["code:write"],"capacity":2,"weight":1.5,"session_ttl_s":20}"""),
        (SwarmCalls.Heartbeat, """{"session":12}"""),
        (ClaimCalls.Claim, """{"session":12,"count":3}"""),
        (ClaimCalls.Progress, """{"fence":12,"note":"half way","percent":50}"""),
        (ClaimCalls.Complete, """{"fence":12,"result":{"a":"b"}}"""),
        (ClaimCalls.Fail, """{"fence":12,"reason":"it went wrong","retry":true}"""),
        (ClaimCalls.Block, """{"fence":12,"reason":"help","needs":["code:read"],"waits_for":[]}"""),
        (ClaimCalls.HandOver, """{"fence":12,"to":"other","checkpoint":{"at":1}}"""),
        (ClaimCalls.Spend, """{"fence":12,"amount_micro_usd":1000}"""),
        (TaskCalls.Resolve, """{"answer":"do it so"}"""),
    ];

    private static readonly string[] Queries =
    [
        "limit=x", "limit=-1", "limit=99999999999999999999", "limit=1&limit=2", "limit=1.5", "limit=%00", "limit=%ff",
        "limit=1e3", "limit=0x10", "limit= 5", "limit=١",
    ];

    private static readonly string[] Names =
    [
        "%00", "%2e%2e", "a%2fb", "%ff%fe", "%F0%9F%94%B5", "a b", "-", "A..B", "%25", "..%2f..%2fetc", "%0d%0aX: y",
    ];

    private readonly Random _chance = new(seed);

    public MalformedRequest Next()
    {
        var kind = _chance.Next(14);
        return kind == LiesAboutChunks ? LyingChunks() : new MalformedRequest(Make(kind), EndsThere: kind == IsNoHttp);
    }

    private byte[] Make(int kind) => kind switch
    {
        0 => Post(Truncated),
        1 => Post(Mutated),
        2 => Post(body => WithMember(body, "\"nobody_knows_this\":1")),
        3 => Post(Twice),
        4 => Post(_ => Deep()),
        5 => Post(HugeNumber),
        6 => Post(InvalidUtf8),
        7 => Post(WrongType),
        8 => HugeHeader(),
        9 => Post(body => body, "text/plain"),
        11 => WrongMethod(),
        12 => WrongPlace(),
        _ => NoHttp(),
    };

    private byte[] Post(Func<byte[], byte[]> break_, string contentType = "application/json")
    {
        var (call, body) = Calls[_chance.Next(Calls.Length)];
        var broken = break_(Encoding.UTF8.GetBytes(body));
        var length = string.Create(CultureInfo.InvariantCulture, $"Content-Length: {broken.Length}");
        return [.. Head(call.Method, PathOf(call), $"Content-Type: {contentType}", length), .. broken];
    }

    private static string PathOf(ApiCall call) => call.Path
        .Replace("{swarm}", "mallory", StringComparison.Ordinal).Replace("{task}", SomeTask, StringComparison.Ordinal);

    private byte[] Head(string method, string target, params string[] headers)
    {
        var text = new StringBuilder($"{method} {target} HTTP/1.1\r\nHost: localhost\r\n");
        if (token is not null)
            text.Append("Authorization: Bearer ").Append(token).Append("\r\n");
        foreach (var header in headers)
            text.Append(header).Append("\r\n");
        return Encoding.UTF8.GetBytes(text.Append("\r\n").ToString());
    }

    private byte[] Truncated(byte[] body) => body[.._chance.Next(body.Length)];

    // A brace or a quote that is gone, or a character that can stand nowhere in JSON.
    private byte[] Mutated(byte[] body)
    {
        var at = _chance.Next(body.Length);
        return [.. body[..at], (byte)_chance.Next(1, 9), .. body[at..]];
    }

    private static byte[] WithMember(byte[] body, string member) =>
        [.. body[..^1], .. Encoding.UTF8.GetBytes($",{member}"), (byte)'}'];

    private static byte[] Twice(byte[] body)
    {
        var text = Encoding.UTF8.GetString(body);
        var first = text[1..text.IndexOf(':', StringComparison.Ordinal)];
        return WithMember(body, $"{first}:1");
    }

    private byte[] Deep()
    {
        var depth = _chance.Next(65, 5000);
        return Encoding.UTF8.GetBytes(
            $$"""{"type":"work","payload":{{new string('[', depth)}}{{new string(']', depth)}}}""");
    }

    private byte[] HugeNumber(byte[] body) =>
        WithMember(body, $"\"fence\":{new string('9', _chance.Next(30, 3000))}");

    private static byte[] InvalidUtf8(byte[] body) => [.. body[..^1], .. ",\"\xff\":\""u8, 0xc3, 0x28, .. "\"}"u8];

    private byte[] WrongType(byte[] body)
    {
        string[] wrong =
        [
            "null", "[]", "\"text\"", "12", "true", """{"type":[1]}""", """{"session":"12"}""", """{"fence":{}}""",
        ];
        return _chance.Next(2) == 0
            ? Encoding.UTF8.GetBytes(wrong[_chance.Next(wrong.Length)])
            : WithMember(body, "\"session_ttl_s\":\"soon\",\"priority\":\"x\",\"retry\":3,\"percent\":[]");
    }

    private byte[] HugeHeader() => Head(
        "GET", "/v1/tasks", $"X-Large: {new string('x', _chance.Next(ServerLimits.MaxHeaderBytes, 100_000))}");

    private MalformedRequest LyingChunks()
    {
        (string Body, bool IsCut)[] bodies =
        [
            ("5\r\n{}\r\n0\r\n\r\n", true), ("2\r\n{}", true), ("zz\r\n{}\r\n0\r\n\r\n", false),
            ("ffffffffffffffff\r\n{}", false), ("-1\r\n{}\r\n", false), ("2;" + new string('x', 20_000), true),
        ];
        var (body, isCut) = bodies[_chance.Next(bodies.Length)];
        return new MalformedRequest(Chunked(body), isCut);
    }

    private byte[] Chunked(string body)
    {
        var (call, _) = Calls[_chance.Next(Calls.Length)];
        return
        [
            .. Head(call.Method, PathOf(call), "Content-Type: application/json", "Transfer-Encoding: chunked"),
            .. Encoding.UTF8.GetBytes(body),
        ];
    }

    private byte[] WrongMethod()
    {
        string[] methods = ["DELETE", "PATCH", "TRACE", "PROPFIND", "CONNECTED", "OPTIONS"];
        var (call, _) = Calls[_chance.Next(Calls.Length)];
        return Head(methods[_chance.Next(methods.Length)], PathOf(call), "Content-Length: 0");
    }

    private byte[] WrongPlace() => _chance.Next(3) switch
    {
        0 => Head("GET", $"/v1/tasks?{Queries[_chance.Next(Queries.Length)].Replace(' ', '+')}"),
        1 => Head("GET", $"/v1/tasks/{Names[_chance.Next(Names.Length)].Replace(' ', '+')}"),
        _ => Head("GET", $"/v1/swarms/{Names[_chance.Next(Names.Length)].Replace(' ', '+')}/events?session=-1"),
    };

    private byte[] NoHttp()
    {
        var bytes = new byte[_chance.Next(1, 4000)];
        _chance.NextBytes(bytes);
        return _chance.Next(3) switch
        {
            0 => bytes,
            1 => [.. "GET / HTTP/1.1\r\nHost"u8, .. bytes],
            _ => Encoding.ASCII.GetBytes("GET  /v1/tasks  HTTP/9.9\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n"),
        };
    }
}
