using MiniRun.Linux;
using MiniRun.Namespaces.Sandbox;
using MiniRun.Rootfs.Samples;

namespace MiniRun.Commands;

/// <summary>Capabilities that we lack and what that costs, and the samples there are.</summary>
internal static class CapabilityFindings
{
    /// <summary>The findings.</summary>
    public static IEnumerable<Finding> All()
    {
        CapabilitySet own = new(OwnCapabilities.Permitted());
        int missing = 0;
        for (int number = 0; number < CapabilitySet.Names.Count; number++)
        {
            if (own.Has(number))
            {
                continue;
            }

            missing++;
            string name = CapabilitySet.Names[number];
            bool needed = name is "SYS_ADMIN" or "SETUID" or "SETGID" or "SETPCAP" or "CHOWN" or "DAC_OVERRIDE" or "NET_ADMIN" or "MKNOD";
            yield return new Finding("Capabilities", name, needed ? Verdict.Missing : Verdict.Limited, Consequence(name));
        }

        if (missing == 0)
        {
            yield return new Finding("Capabilities", "all", Verdict.Works, $"{CapabilitySet.Names.Count}, up to CAP_{CapabilitySet.Names[^1]}");
        }

        IReadOnlyList<string> samples = SamplePlaces.ForThisUser().Names();
        yield return samples.Count > 0
            ? new Finding("Samples", "recipes", Verdict.Works, string.Join(' ', samples))
            : new Finding("Samples", "recipes", Verdict.Limited, "none installed: only --rootfs DIR works");
    }

    private static string Consequence(string name)
    {
        string always = $"missing; --cap-add {name} is refused";
        string more = name switch
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
        return more.Length == 0 ? always : $"{always}; {more}";
    }
}
