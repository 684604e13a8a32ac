using MiniRun.Linux;

namespace MiniRun.Cgroups;

/// <summary>One value written to one file of a group: the kernel takes it whole or refuses it.</summary>
internal sealed class WriteValueAction(string path, string value, string why, string manual) : CgroupAction
{
    public override string Operation => $"write {value} to";

    public override string Argument => path;

    public override string Why => why;

    public override string Manual => manual;

    public override string Shell => $"echo {ShellWord.Quote(value)} > {ShellWord.Quote(path)}";

    public override void Run()
    {
        Errno errno = Files.TryWriteValue(path, value);
        if (errno != Errno.None)
        {
            throw new LinuxException(Operation, path, errno, CgroupHints.ForWrite(path, value, errno));
        }
    }
}
