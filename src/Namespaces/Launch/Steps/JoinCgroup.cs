using MiniRun.Linux;

namespace MiniRun.Namespaces.Launch.Steps;

/// <summary>Joins a version 1 cgroup by writing "0" - the writing thread - into its <c>tasks</c>.</summary>
public sealed class JoinCgroup(string tasksFile) : ChildStep
{
    /// <inheritdoc/>
    public override string Operation => "join the cgroup";

    /// <inheritdoc/>
    public override string Argument => tasksFile;

    /// <inheritdoc/>
    public override string Why =>
        "The limits hold for whoever is in the group, and children are born into the group of their parent: joined before "
        + "the program starts, nothing it ever forks escapes.";

    /// <inheritdoc/>
    public override string Manual => "cgroups(7)";

    /// <inheritdoc/>
    public override IEnumerable<string> Shell => [$"echo 0 > {ShellText.Quote(tasksFile)}"];

    /// <inheritdoc/>
    public override void Compile(PlanWriter writer)
    {
        Slot file = writer.Slots.Scratch;
        writer.Call(SystemCall.openat, Fcntl.AT_FDCWD, writer.Text(tasksFile), Fcntl.O_WRONLY | Fcntl.O_CLOEXEC).Into(file);
        writer.Call(SystemCall.write, file, writer.Text("0"), 1);
        writer.Call(SystemCall.close, file);
    }
}
