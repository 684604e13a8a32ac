using MiniRun.Init;
using MiniRun.Linux;

namespace MiniRun.Namespaces.Launch.Steps;

/// <summary>Makes the container's first process, in all its new namespaces but the cgroup one.</summary>
/// <param name="kinds">Which namespaces are new.</param>
/// <param name="cgroupDirectory">The version 2 group to be born in (CLONE_INTO_CGROUP); null for the caller's own.</param>
public sealed class CloneNamespaces(IReadOnlySet<NamespaceKind> kinds, string? cgroupDirectory) : ChildStep
{
    private const ulong CLONE_PARENT = 0x8000;
    private const ulong CLONE_INTO_CGROUP = 0x200000000;
    private const int CgroupDescriptor = 400; // a number known beforehand, above all that a plan's slots can hold

    /// <inheritdoc/>
    public override bool NeedsParent => cgroupDirectory is not null;

    /// <inheritdoc/>
    public override string Operation => "clone a process into new namespaces";

    /// <inheritdoc/>
    public override string Argument => string.Join(' ', Kinds().Select(kind => NamespaceNames.Word(kind)));

    /// <inheritdoc/>
    public override string Why =>
        "One system call gives the process its own process ids, mounts, host name, IPC objects and network stack; "
        + "it is an ordinary process otherwise.";

    /// <inheritdoc/>
    public override string Manual => "clone(2), namespaces(7)";

    /// <inheritdoc/>
    public override IEnumerable<string> Shell => cgroupDirectory is null
        ? [] // the script opens the child's part with unshare(1)
        : ["# (clone3 with CLONE_INTO_CGROUP: born in the group)", $"echo 0 > {ShellText.Quote($"{cgroupDirectory}/cgroup.procs")}"];

    /// <summary>The options of unshare(1) for the same namespaces.</summary>
    public IEnumerable<string> UnshareOptions => Kinds().Select(kind => $"--{NamespaceNames.Word(kind)}");

    /// <inheritdoc/>
    public override string? Hint(Errno errno) => errno switch
    {
        Errno.EPERM => "new namespaces need root (CAP_SYS_ADMIN)",
        Errno.ENOSPC => "a limit in /proc/sys/user/max_*_namespaces is reached",
        Errno.EINVAL => "this kernel lacks one of these namespaces; `minirun doctor` lists them",
        _ => null,
    };

    /// <inheritdoc/>
    public override void Compile(PlanWriter writer)
    {
        ulong flags = CLONE_PARENT; // the container is the child of minirun, not of the short-lived launcher
        foreach (NamespaceKind kind in Kinds())
        {
            flags |= (uint)kind;
        }

        if (cgroupDirectory is not null)
        {
            const int Flags = Fcntl.O_PATH | Fcntl.O_DIRECTORY | Fcntl.O_CLOEXEC;
            flags |= CLONE_INTO_CGROUP;
            writer.Call(SystemCall.openat, Fcntl.AT_FDCWD, writer.Text(cgroupDirectory), Flags).Into(writer.Slots.Scratch);
            writer.Call(SystemCall.dup2, writer.Slots.Scratch, CgroupDescriptor);
        }

        // struct clone_args: flags, pidfd, child_tid, parent_tid, exit_signal, stack, stack_size, tls, set_tid, set_tid_size,
        // cgroup. With CLONE_PARENT the exit signal is that of the caller, and must be 0 here.
        Argument arguments = writer.Words(flags, 0, 0, 0, 0, 0, 0, 0, 0, 0, CgroupDescriptor);
        writer.Add(PlanOperation.Clone, default, arguments, 11 * sizeof(ulong));
        if (cgroupDirectory is not null)
        {
            writer.Call(SystemCall.close, CgroupDescriptor);
            writer.Call(SystemCall.close, writer.Slots.Scratch);
        }

        writer.Call(SystemCall.umask, 0); // modes of nodes and directories are what we say; the workload's umask comes later
    }

    private IEnumerable<NamespaceKind> Kinds() => kinds.Where(kind => kind != NamespaceKind.Cgroup).Order();
}
