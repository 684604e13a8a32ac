using MiniRun.Linux;
using MiniRun.Namespaces.Sandbox;

namespace MiniRun.Commands;

/// <summary>Capabilities that we lack, and what that costs.</summary>
internal static class CapabilityFindings
{
    /// <summary>The findings.</summary>
    public static IEnumerable<Finding> All()
    {
        CapabilitySet own = new(OwnCapabilities.Permitted() & CapabilitySet.All.Mask);
        if (own == CapabilitySet.Empty)
        {
            yield return new Finding("Capabilities", "none", Verdict.Missing, "this user has none: nothing can be mounted and no namespace made");
            yield break;
        }

        List<string> others = [];
        for (int number = 0; number < CapabilitySet.Names.Count; number++)
        {
            string name = CapabilitySet.Names[number];
            if (own.Has(number))
            {
                continue;
            }

            string consequence = Consequence(name);
            bool needed = name is "SYS_ADMIN" or "SETUID" or "SETGID" or "SETPCAP" or "CHOWN" or "DAC_OVERRIDE" or "NET_ADMIN" or "MKNOD";
            if (consequence.Length == 0)
            {
                others.Add(name);
            }
            else
            {
                yield return new Finding(
                    "Capabilities", name, needed ? Verdict.Missing : Verdict.Limited, $"missing; --cap-add {name} is refused; {consequence}");
            }
        }

        if (others.Count > 0)
        {
            yield return new Finding("Capabilities", "others", Verdict.Limited, $"missing, and --cap-add is refused: {string.Join(' ', others)}");
        }

        yield return new Finding("Capabilities", "there", Verdict.Works, $"{own.Count} of {CapabilitySet.Names.Count}");
    }

    private static string Consequence(string name) => name switch
    {
        "SYS_ADMIN" => "nothing can be mounted and no namespace made",
        "SETUID" or "SETGID" => "a container cannot change to its user",
        "SETPCAP" => "capabilities cannot be taken from a container",
        "CHOWN" or "DAC_OVERRIDE" => "the files of a container cannot be set up",
        "MKNOD" => "a container gets no device nodes",
        "NET_ADMIN" => "the loopback of a container's network cannot be brought up",
        "SYS_RESOURCE" => "hard limits cannot be raised (--ulimit) nor --oom-score-adj lowered below ours",
        "SYS_PTRACE" => "containers of other users cannot be looked into",
        "NET_BIND_SERVICE" or "NET_RAW" or "AUDIT_WRITE" or "FOWNER" or "FSETID" or "KILL" or "SETFCAP" or "SYS_CHROOT"
            => "a container lacks it, though docker's have it",
        _ => "",
    };
}
