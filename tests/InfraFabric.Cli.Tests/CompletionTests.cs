using InfraFabric.Cli.Tests.Program;

namespace InfraFabric.Cli.Tests;

/// <summary>The scripts do their work in the shells themselves.</summary>
public sealed class CompletionTests
{
    [Theory]
    [InlineData("ifctl st", "state")]
    [InlineData("ifctl state ", "backup get list restore stats watch")]
    [InlineData("ifctl state l", "list")]
    [InlineData("ifctl state list --al", "--all")]
    [InlineData("ifctl up --back", "--backend")]
    [InlineData("ifctl up --backend e", "embedded etcd")]
    public async Task Bash_AtATab_CompletesTheLine(string line, string expected)
    {
        using var home = new TestHome();
        var script = $$"""
            source <(ifctl completion bash)
            COMP_LINE='{{line}}' COMP_POINT={{line.Length}}
            read -ra COMP_WORDS <<<"$COMP_LINE"
            [[ $COMP_LINE == *' ' ]] && COMP_WORDS+=('')
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            [[ $(complete -p ifctl) == *'-F _ifctl ifctl' ]] || exit 1
            _ifctl
            printf '%s\n' "${COMPREPLY[@]}"
            """;

        var result = (await home.RunAsync("bash", ["-c", script])).ShouldExit(0);

        var offered = result.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(word => word.StartsWith('-') == expected.StartsWith('-')).Order(StringComparer.Ordinal);
        string.Join(' ', offered).ShouldBe(expected);
    }

    [Theory]
    [InlineData("ifctl sta", "ifctl state ")]
    [InlineData("ifctl state res", "ifctl state restore ")]
    public async Task Zsh_AtATab_CompletesTheLine(string line, string expected)
    {
        using var home = new TestHome();
        // A real interactive zsh in a terminal of its own: type, press Tab, and have it show its line.
        var script = $$"""
            zmodload zsh/zpty
            zpty shell zsh -f -i
            zpty -w shell "PS1=; source <(ifctl completion zsh); zstyle ':completion:*' insert-tab false"
            zpty -w shell "show() { print -r '@'@\$BUFFER@@ }; zle -N show; bindkey '^X' show; print RE''ADY"
            zpty -r -m shell ready '*READY*'
            zpty -w -n shell $'{{line}}\t\C-x'
            zpty -r -m shell shown '*@@ifctl*@@*'
            print -r -- "ifctl${${shown##*@@ifctl}%%@@*}"
            zpty -d shell
            """;

        var result = (await home.RunAsync("zsh", ["-f", "-c", script])).ShouldExit(0);

        result.Out.TrimEnd('\r', '\n').ShouldBe(expected);
    }
}
