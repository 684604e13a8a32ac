using MiniRun.Linux;
using MiniRun.Output;

namespace MiniRun.Commands;

/// <summary><c>minirun doctor</c>: what of this machine works for containers, tried and not guessed.</summary>
internal static class DoctorCommand
{
    /// <summary>The help text.</summary>
    public const string Help = """
        Usage: minirun doctor

        Tries what containers need of the kernel - system calls, namespaces, overlayfs, cgroup controllers,
        capabilities - and says what will not work and why. Exits with 0 if `minirun run` can work, else 1.

        """;

    /// <summary>Prints the table.</summary>
    public static int Execute(string[] args)
    {
        if (args is ["--help"] or ["-h"])
        {
            StandardStreams.Out(Help);
            return 0;
        }

        if (args.Length > 0)
        {
            throw new UsageException("doctor", args[0], "takes no argument");
        }

        List<Finding> findings =
        [
            .. KernelFindings.All(),
            .. SystemCallFindings.All(),
            .. NamespaceFindings.All(),
            .. MountFindings.All(),
            .. CgroupFindings.All(),
            .. CapabilityFindings.All(),
            .. StoreFindings.All(),
        ];
        string note = LibC.geteuid() == 0 ? "" : "this is not root: `sudo minirun doctor` tells what the machine itself can do\n";
        StandardStreams.Out(FindingTable.Render(findings) + note);
        return findings.Exists(finding => finding.Verdict == Verdict.Missing) ? 1 : 0;
    }
}
