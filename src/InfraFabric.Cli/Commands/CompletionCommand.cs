using System.CommandLine;
using InfraFabric.Cli.Frame;
using InfraFabric.Core.Errors;

namespace InfraFabric.Cli.Commands;

internal static class CompletionCommand
{
    // The program itself knows what can follow: it is asked with the line and the place of the cursor.
    private const string Bash = """
        # Completion of ifctl for bash:  source <(ifctl completion bash)
        _ifctl() {
          local line=${COMP_LINE:0:COMP_POINT} word=${COMP_WORDS[COMP_CWORD]} IFS=$'\n'
          COMPREPLY=($(compgen -W "$(ifctl "[suggest:${#line}]" "$line" 2>/dev/null)" -- "$word"))
        }
        complete -o default -F _ifctl ifctl
        """;

    private const string Zsh = """
        #compdef ifctl
        # Completion of ifctl for zsh:  source <(ifctl completion zsh)
        _ifctl() {
          local line=${BUFFER[1,CURSOR]}
          local -a found=(${(f)"$(ifctl "[suggest:${#line}]" "$line" 2>/dev/null)"})
          if (( ${#found} )); then compadd -- $found; else _files; fi
        }
        (( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
        compdef _ifctl ifctl
        """;

    private static readonly Argument<string> Shell = new("SHELL") { Description = "bash or zsh." };

    public static Command Create()
    {
        Shell.AcceptOnlyFromAmong("bash", "zsh");
        var verb = new Verb("completion", "Print the script that completes ifctl's lines in a shell.")
        {
            Examples =
            [
                "completion bash > ~/.local/share/bash-completion/completions/ifctl",
                "completion zsh > ~/.zfunc/_ifctl",
            ],
            Arguments = { Shell },
        };
        verb.Runs(run =>
        {
            run.Terminal.Line(run.Get(Shell) == "zsh" ? Zsh : Bash);
            return Task.FromResult(ExitCodes.Done);
        });
        return verb;
    }
}
