using System.Text;

namespace MiniRun.Commands;

/// <summary>The completion script of bash.</summary>
internal static class BashCompletion
{
    /// <summary>The script.</summary>
    public static string Script()
    {
        StringBuilder flags = new();
        StringBuilder valued = new();
        StringBuilder values = new();
        foreach ((_, RunFlag[] group) in RunFlags.Groups)
        {
            foreach (RunFlag flag in group)
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
                    values.Append("            ").Append(pattern).Append(") ").Append(action.Bash).Append(" ;;\n");
                }
            }
        }

        return $$"""
            # bash completion of minirun; made by `minirun completion bash`
            _minirun() {
                local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} word i
                COMPREPLY=()
                if [ "$COMP_CWORD" -eq 1 ]; then
                    COMPREPLY=($(compgen -W "{{string.Join(' ', Verbs.Names)}} --help --version" -- "$cur"))
                    return
                fi
                case ${COMP_WORDS[1]} in
                    completion) COMPREPLY=($(compgen -W "bash zsh fish" -- "$cur")); return ;;
                    help) COMPREPLY=($(compgen -W "{{string.Join(' ', Verbs.Names)}}" -- "$cur")); return ;;
                    run) ;;
                    *) return ;;
                esac
                # Past IMAGE everything belongs to the command.
                for ((i = 2; i < COMP_CWORD; i++)); do
                    word=${COMP_WORDS[i]}
                    case $word in
                        {{valued}}) i=$((i + 1)); [ "${COMP_WORDS[i]}" = "=" ] && i=$((i + 1)) ;;
                        =) i=$((i + 1)) ;;
                        -*) ;;
                        *) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                    esac
                done
                [ "$cur" = "=" ] && cur=
                [ "$prev" = "=" ] && prev=${COMP_WORDS[COMP_CWORD-2]}
                case $prev in
            {{values}}            {{valued}}) ;;
                    *)
                        case $cur in
                            -*) COMPREPLY=($(compgen -W "{{flags.ToString().TrimStart()}}" -- "$cur")) ;;
                            *) COMPREPLY=($(compgen -W "$(minirun completion --samples 2>/dev/null)" -- "$cur")) ;;
                        esac ;;
                esac
            }
            complete -F _minirun minirun

            """;
    }
}
