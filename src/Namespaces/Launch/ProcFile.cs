using MiniRun.Linux;

namespace MiniRun.Namespaces.Launch;

/// <summary>Opens files of the container's own procfs for writing, whatever is mounted over its paths.</summary>
internal static class ProcFile
{
    public static void Open(PlanWriter writer, string path, Slot file)
    {
        const ulong Resolve = OpenAt2.RESOLVE_BENEATH | OpenAt2.RESOLVE_NO_XDEV | OpenAt2.RESOLVE_NO_MAGICLINKS;
        Argument how = writer.Words((uint)(Fcntl.O_WRONLY | Fcntl.O_CLOEXEC), 0, Resolve);
        writer.Call(SystemCall.openat2, writer.Slots.Proc, writer.Text(path), how, 3 * sizeof(ulong)).Into(file);
    }
}
