using InfraFabric.Core.Errors;
using InfraFabric.Governor.Importing;

namespace InfraFabric.Governor.Tests.Importing;

public sealed class SwarmDocumentTests
{
    [Fact]
    public void Read_Headings_NameSwarmsAndWhatStandsBelowIsAboutThem()
    {
        Read("""
            # Swarm of swarms
            Some words about SIP.
            ## Session 1: NDI integration
            - streams **video** from the studio
            - `integration:ndi@2`
            Cost: $2.00/hour
            ### Notes
            - written in Rust
            ## session-4-sip
            Capabilities: telephony, `integration:sip`
            A paragraph that mentions Python and http://example.com:8080 at 12:30.
            ## Open questions
            - who does the docs?
            """).ShouldBe(
        [
            "session-1-ndi:3 $2.00:6 | integration:ndi:3(NDI) streaming:video:4(video) integration:ndi@2:5"
                + " code:rust:8(Rust)",
            "session-4-sip:9 | integration:sip:9(sip) telephony:protocols:10(telephony)",
        ]);
    }

    [Fact]
    public void Read_Lists_NameSwarmsAtTheBeginningOfItems()
    {
        Read("""
            Sessions:
            - **Session 2 (WebRTC)**: browsers
              - tests of it
              - `quality:load`
            - Session 3: H.323 gateway
            - review of all
            """).ShouldBe(
        [
            "session-2-webrtc:2 | integration:webrtc:2(WebRTC) quality:testing:3(tests) quality:load:4",
            "session-3-h323:5 | integration:h323:5(H.323)",
        ]);
    }

    [Fact]
    public void Read_Tables_NameSwarmsInTheirColumn()
    {
        Read("""
            | Swarm | Focus | Cost per hour | Status |
            |---|:---:|--:|---|
            | `session-5-cli` | the CLI, in C# | $1.50 | tests fail |
            | Docs Team | documentation | 3 | ok |
            | | nothing | | |

            | Step | Docs |
            |---|---|
            | one | two |
            """).ShouldBe(
        [
            "session-5-cli:3 $1.50:3 | code:cli:3(cli) code:csharp:3(C#)",
            "docs-team:4 $3.00:4 | docs:writing:4(Docs)",
        ]);
    }

    [Fact]
    public void Read_CodeBlocks_NameSwarmsByTheirKeys()
    {
        Read("""
            ```yaml
            capability_registry:
              session-1-ndi:
                capabilities: [integration:ndi, streaming:*]
                cost_per_hour: 2.0   # video
              session-4-sip:
                capabilities: [integration:sip]
            ```
            """).ShouldBe(
        [
            "session-1-ndi:3 $2.00:5 | integration:ndi:4 streaming:*:4",
            "session-4-sip:6 | integration:sip:7",
        ]);
    }

    [Fact]
    public void Read_WithoutInference_OnlyWhatIsWrittenAsACapabilityCounts() =>
        Read("## Session 1: NDI\n- video, `streaming:live`\n", infers: false)
            .ShouldBe(["session-1-ndi:1 | streaming:live:2"]);

    [Fact]
    public void Read_CapabilityThatIsWritten_IsNotReadForItsWordsAgain() =>
        Read("## session-1\n- `telephony:trunks`, **video:rust**\n")
            .ShouldBe(["session-1:1 | telephony:trunks:2 video:rust:2"]);

    [Fact]
    public void Read_NameThatComesTwice_IsOneSwarm() =>
        Read("## session-1\n- video\n## Other\n## session-1\n- audio\n")
            .ShouldBe(["session-1:1 | streaming:video:2(video) streaming:audio:5(audio)"]);

    [Fact]
    public void Read_MoreThanTheLimits_IsBounded()
    {
        var many = string.Concat(Enumerable.Range(0, ImportLimits.MaxSwarms + 5).Select(i => $"## session-{i}\n"));

        SwarmDocument.Read(many, infers: true).Count.ShouldBe(ImportLimits.MaxSwarms);
        Should.Throw<FabricException>(() => SwarmDocument.Read(new string(' ', ImportLimits.MaxCharacters + 1), true))
            .Error.ShouldBe(ErrorTable.LimitExceeded);
    }

    [Fact]
    public void Read_AnyText_NeverFails()
    {
        var chance = new Random(11);
        string[] parts =
        [
            "#", "## ", "|", "---", "- ", "**", "`", "```", "session-1", "Session 2", ":", "a:b", "a:*@", "$2/h", "\n",
            "\t", " ", "[x](y)", "\u2014", "cost_per_hour: ", "99999999999999999999",
        ];
        for (var round = 0; round < 2000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, 40).Select(_ => parts[chance.Next(parts.Length)]));

            Should.NotThrow(() => SwarmDocument.Read(text, infers: true), text);
        }
    }

    private static IReadOnlyList<string> Read(string markdown, bool infers = true) =>
    [
        .. SwarmDocument.Read(markdown, infers).Select(swarm =>
            $"{swarm.Swarm}:{swarm.Line}"
            + (swarm.CostPerHour is { } cost ? $" {cost}:{swarm.CostLine}" : "") + " | "
            + string.Join(' ', swarm.Capabilities.Select(one =>
                $"{one.Capability}:{one.Line}{(one.InferredFrom is { } word ? $"({word})" : "")}"))),
    ];
}
