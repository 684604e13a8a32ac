using System.Text;

namespace MiniRun.Commands;

/// <summary>The completion script of bash: a function a verb, and one that finds the verb.</summary>
internal static class BashCompletion
{
    /// <summary>The script.</summary>
    public static string Script(Verb[] verbs)
    {
        StringBuilder functions = new();
        StringBuilder cases = new();
        string names = string.Join(' ', Array.ConvertAll(verbs, verb => verb.Name));
        foreach (Verb verb in verbs)
        {
            AppendFunction(functions, verb);
            cases.Append("        ").Append(verb.Name).Append(") _minirun_").Append(verb.Name).Append(" ;;\n");
        }

        return $$"""
            # bash completion of minirun; made by `minirun completion bash`
            _minirun_containers() { {{CompletionValues.ListContainers}}; }
            _minirun_samples() { {{CompletionValues.ListSamples}}; }
            {{functions}}_minirun() {
                local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} word i operands=0
                COMPREPLY=()
                if [ "$COMP_CWORD" -eq 1 ]; then
                    COMPREPLY=($(compgen -W "{{names}} --help --version" -- "$cur"))
                    return
                fi
                case ${COMP_WORDS[1]} in
            {{cases}}    esac
            }
            complete -F _minirun minirun

            """;
    }

    // The variables are those of _minirun: bash's locals are seen by what it calls.
    private static void AppendFunction(StringBuilder text, Verb verb)
    {
        StringBuilder flags = new();
        StringBuilder valued = new();
        StringBuilder values = new();
        foreach ((_, Flag[] group) in verb.Flags?.Invoke().Groups ?? [])
        {
            foreach (Flag flag in group)
            {
                flags.Append(" --").Append(flag.Name);
                if (flag.Kind is FlagKind.Switch or FlagKind.Optional)
                {
                    continue;
                }

                string pattern = flag.Short == '\0' ? $"--{flag.Name}" : $"-{flag.Short}|--{flag.Name}";
                valued.Append(valued.Length == 0 ? "" : "|").Append(pattern);
                if (CompletionValues.Of(flag) is { } action)
                {
                    values.Append("        ").Append(pattern).Append(") ").Append(action.Bash).Append("; return ;;\n");
                }
            }
        }

        string skip = valued.Length == 0 ? "" : $$"""
                        {{valued}}) i=$((i + 1)); [ "${COMP_WORDS[i]}" = "=" ] && i=$((i + 1)) ;;

            """;
        string take = valued.Length == 0 ? "" : $"        {valued}) return ;;\n";
        string first = CompletionValues.Of(verb.First, verb.FirstWords)?.Bash ?? ":";
        string others = CompletionValues.Of(verb.Others, "")?.Bash ?? ":";
        string past = verb.Interspersed ? "" : $$"""
                [ "$operands" -gt 0 ] && { {{others}}; return; } # what follows belongs to the container

            """;
        text.Append($$"""
            _minirun_{{verb.Name}}() {
                for ((i = 2; i < COMP_CWORD; i++)); do
                    word=${COMP_WORDS[i]}
                    case $word in
            {{skip}}            =) i=$((i + 1)) ;;
                        -*) ;;
                        *) operands=$((operands + 1)){{(verb.Interspersed ? "" : "; break")}} ;;
                    esac
                done
            {{past}}    [ "$cur" = "=" ] && cur=
                [ "$prev" = "=" ] && prev=${COMP_WORDS[COMP_CWORD-2]}
                case $prev in
            {{values}}{{take}}    esac
                case $cur in
                    -*) COMPREPLY=($(compgen -W "{{flags.ToString().TrimStart()}}" -- "$cur")) ;;
                    *) if [ "$operands" -eq 0 ]; then {{first}}; else {{others}}; fi ;;
                esac
            }

            """);
    }
}
