using MiniRun.Linux;

namespace MiniRun.Namespaces.Launch;

/// <summary>
/// One step of starting a container: what is done, why, and how a person would do it by hand. Each kind of step is a class
/// in a file of its own; texts are computed only when somebody asks for them.
/// </summary>
public abstract class LaunchStep
{
    /// <summary>What is done, as a verb phrase that its argument completes: "mount proc on".</summary>
    public abstract string Operation { get; }

    /// <summary>What it is done to: a path, a name; null where the phrase says all.</summary>
    public virtual string? Argument => null;

    /// <summary>Why a container needs it, in one sentence.</summary>
    public abstract string Why { get; }

    /// <summary>Where it is documented, such as <c>pivot_root(2)</c>.</summary>
    public abstract string Manual { get; }

    /// <summary>
    /// The commands that do the same in a root shell, where <c>$ROOT</c> is the new root; a line with "#" in front names
    /// a system call that no command performs.
    /// </summary>
    public abstract IEnumerable<string> Shell { get; }

    /// <summary>Operation and argument.</summary>
    public string Title => Argument is null ? Operation : $"{Operation} {Argument}";

    /// <summary>What to do about a failure, where we know the cause; null otherwise.</summary>
    public virtual string? Hint(Errno errno) => null;

    /// <summary>The failure as the sentence a user reads.</summary>
    public virtual LinuxException Failure(Errno errno) => new(Operation, Argument, errno, Hint(errno));
}

/// <summary>A step of the parent: managed code outside the container.</summary>
public abstract class ParentStep : LaunchStep
{
    /// <summary>Does it.</summary>
    /// <param name="child">The container's first process, or 0 before it exists.</param>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    public abstract void Run(int child);
}

/// <summary>A step of the child: compiled into instructions for the freestanding program.</summary>
public abstract class ChildStep : LaunchStep
{
    /// <summary>
    /// Whether it uses what the parent's leading steps make. The steps before the first that does are performed while the
    /// parent is still at its own: making namespaces takes as long as making directories and groups.
    /// </summary>
    public virtual bool NeedsParent => true;

    /// <summary>Adds its instructions.</summary>
    public abstract void Compile(PlanWriter writer);
}
