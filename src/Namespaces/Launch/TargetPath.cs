using MiniRun.Init;
using MiniRun.Linux;

namespace MiniRun.Namespaces.Launch;

/// <summary>
/// Finds a mount target inside the container's root, once, by descriptor: openat2(2) with RESOLVE_IN_ROOT. Whatever an
/// image has at that path - links out, links to /proc, nothing - the descriptor is inside the root, and since the mount is
/// made onto the descriptor there is no second look-up to race.
/// </summary>
internal static class TargetPath
{
    private const uint FileType = 0x8000; // S_IFREG
    private const int StatFsSize = 120;
    private const long PROC_SUPER_MAGIC = 0x9fa0;

    /// <summary>Opens <paramref name="path"/> into <paramref name="target"/>, making what is missing of it.</summary>
    /// <param name="writer">Where the instructions go.</param>
    /// <param name="path">Absolute and normal: no "." or "..", no double slash.</param>
    /// <param name="target">The slot for the descriptor.</param>
    /// <param name="directory">Whether the last component is a directory; else an empty file is made.</param>
    /// <param name="symlinks">Whether symbolic links on the way are followed (inside the root).</param>
    public static void OpenOrMake(PlanWriter writer, string path, Slot target, bool directory, bool symlinks = true)
    {
        string relative = path.TrimStart('/');
        InstructionHandle whole = Open(writer, relative, target, directory, symlinks).Tolerating(Errno.ENOENT);
        string[] names = relative.Split('/', StringSplitOptions.RemoveEmptyEntries);
        string prefix = "";
        for (int i = 0; i < names.Length; i++)
        {
            Slot parent = i == 0 ? writer.Slots.Root : target;
            prefix = i == 0 ? names[0] : $"{prefix}/{names[i]}";
            bool last = i == names.Length - 1;
            bool isDirectory = directory || !last;
            InstructionHandle? found = last ? null : Open(writer, prefix, target, true, symlinks).Tolerating(Errno.ENOENT);
            if (isDirectory)
            {
                writer.Call(SystemCall.mkdirat, parent, writer.Text(names[i]), 0x1ED);
            }
            else
            {
                writer.Call(SystemCall.mknodat, parent, writer.Text(names[i]), FileType | 0x1ED, 0);
            }

            Open(writer, prefix, target, isDirectory, symlinks);
            found?.SkipToHereOnSuccess();
        }

        whole.SkipToHereOnSuccess();
    }

    /// <summary>Opens <paramref name="relative"/> as a target, O_PATH, without making anything.</summary>
    public static InstructionHandle Open(PlanWriter writer, string relative, Slot target, bool directory, bool symlinks = true)
    {
        ulong flags = (uint)(Fcntl.O_PATH | Fcntl.O_CLOEXEC | (directory ? Fcntl.O_DIRECTORY : 0));
        ulong resolve = OpenAt2.RESOLVE_IN_ROOT | (symlinks ? OpenAt2.RESOLVE_NO_MAGICLINKS : OpenAt2.RESOLVE_NO_SYMLINKS);
        Argument how = writer.Words(flags, 0, resolve);
        string path = relative.Length == 0 ? "." : relative;
        return writer.Call(SystemCall.openat2, writer.Slots.Root, writer.Text(path), how, 3 * sizeof(ulong)).Into(target);
    }

    /// <summary>
    /// Fails with EXDEV if the opened target is in /proc, where a link of the image may have led: masks and settings that
    /// follow rely on the real one (CVE-2019-16884, CVE-2025-52881).
    /// </summary>
    public static void RefuseProc(PlanWriter writer, Slot target)
    {
        Argument status = writer.Bytes(new byte[StatFsSize]); // struct statfs begins with f_type
        writer.Call(SystemCall.fstatfs, target, status);
        InstructionHandle elsewhere = writer.Add(PlanOperation.Expect, default, status, -1, PROC_SUPER_MAGIC, (long)Errno.EXDEV);
        elsewhere.Tolerating(Errno.EXDEV);
        writer.Add(PlanOperation.Expect, default, status, 0, 1, (long)Errno.EXDEV); // nothing masked by 0 is 1: always fails
        elsewhere.SkipToHereOnTolerated();
    }

    /// <summary>Attaches a detached mount onto an opened target; move_mount(2).</summary>
    public static void Attach(PlanWriter writer, Argument mount, Argument target) =>
        writer.Call(
            SystemCall.move_mount,
            mount,
            writer.EmptyText,
            target,
            writer.EmptyText,
            Mount.MOVE_MOUNT_F_EMPTY_PATH | Mount.MOVE_MOUNT_T_EMPTY_PATH);
}
