using MiniRun.Init;
using MiniRun.Linux;

namespace MiniRun.Namespaces.Launch.Steps;

/// <summary>Makes the working directory the current one; it is made if it is missing, as docker does.</summary>
public sealed class EnterWorkingDirectory(string path) : ChildStep
{
    /// <inheritdoc/>
    public override string Operation => "change to the directory";

    /// <inheritdoc/>
    public override string Argument => path;

    /// <inheritdoc/>
    public override string Why => "The program starts here. The path is resolved inside the root, never through a link of /proc.";

    /// <inheritdoc/>
    public override string Manual => "fchdir(2), openat2(2)";

    /// <inheritdoc/>
    public override IEnumerable<string> Shell => path == "/" ? [] : [$"[ -d {ShellText.Quote(path)} ] || host mkdir -p {ShellText.Quote(path)}"];

    /// <inheritdoc/>
    public override string? Hint(Errno errno) => errno switch
    {
        Errno.ENOTDIR => "it exists and is not a directory",
        Errno.ELOOP => "it leads through a link of /proc, which is refused",
        Errno.EROFS => "it does not exist and the root is read-only",
        _ => null,
    };

    /// <inheritdoc/>
    public override void Compile(PlanWriter writer)
    {
        TargetPath.OpenOrMake(writer, path, writer.Slots.Parent, directory: true);
        writer.Call(SystemCall.fchdir, writer.Slots.Parent);

        // Outside of its root a process reads "(unreachable)/…" here: a second lock behind openat2 (CVE-2024-21626).
        Argument buffer = writer.Bytes(new byte[4096]);
        writer.Call(SystemCall.getcwd, buffer, 4096);
        writer.Add(PlanOperation.Expect, default, buffer, 0xff, '/', (long)Errno.EACCES);
    }
}
