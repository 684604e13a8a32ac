namespace MiniRun.Cgroups;

/// <summary>One thing done to the cgroup tree: can be told, shown as a shell command, and run.</summary>
public abstract class CgroupAction
{
    /// <summary>What is done, as a verb phrase to which <see cref="Argument"/> is the object: <c>write 20000 to</c>.</summary>
    public abstract string Operation { get; }

    /// <summary>The path it is done to.</summary>
    public abstract string Argument { get; }

    /// <summary>One sentence for someone who has not seen it before.</summary>
    public abstract string Why { get; }

    /// <summary>Where to read on, such as <c>cgroups(7)</c>.</summary>
    public abstract string Manual { get; }

    /// <summary>The command that does the same in a root shell, or a comment line where no command can.</summary>
    public abstract string Shell { get; }

    /// <summary>Does it.</summary>
    /// <exception cref="Linux.LinuxException">The kernel refused; names the path and the value.</exception>
    public abstract void Run();
}
