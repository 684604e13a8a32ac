using System.Globalization;
using MiniRun.Linux;

namespace MiniRun.Commands;

/// <summary>The file systems a container is made of, mounted for real but nowhere: a detached mount is gone when it is closed.</summary>
internal static unsafe class MountFindings
{
    private const uint Directory0755 = 0x1ED;

    /// <summary>The findings.</summary>
    public static IEnumerable<Finding> All()
    {
        List<string> there = [];
        List<Finding> findings = [];
        foreach (string type in (string[])["proc", "sysfs", "devpts", "mqueue"])
        {
            using FileDescriptor? context = Open(type, out Errno errno);
            if (context is null)
            {
                findings.Add(new Finding("File systems", type, Verdict.Missing, Reason(errno)));
            }
            else
            {
                there.Add(type);
            }
        }

        if (there.Count > 0)
        {
            findings.Add(new Finding("File systems", "of the kernel", Verdict.Works, string.Join(' ', there)));
        }

        using FileDescriptor? memory = Mount("tmpfs", [], out Errno refused);
        if (memory is null)
        {
            findings.Add(new Finding("File systems", "tmpfs", Verdict.Missing, Reason(refused)));
            return findings;
        }

        findings.Add(new Finding("File systems", "tmpfs", Verdict.Works, "mounted by file descriptor, as a container's are"));
        findings.Add(Overlay(memory));
        return findings;
    }

    private static Finding Overlay(FileDescriptor memory)
    {
        string place = "/proc/self/fd/" + memory.Number.ToString(CultureInfo.InvariantCulture);
        Files.MakeDirectory($"{place}/lower", Directory0755);
        Files.MakeDirectory($"{place}/upper", Directory0755);
        Files.MakeDirectory($"{place}/work", Directory0755);
        (string, string?)[] options =
            [("lowerdir", $"{place}/lower"), ("upperdir", $"{place}/upper"), ("workdir", $"{place}/work"), ("volatile", null)];
        using FileDescriptor? overlay = Mount("overlay", options, out Errno errno);
        return overlay is not null
            ? new Finding("File systems", "overlayfs", Verdict.Works, "mounted; the root a container is given stays unchanged")
            : new Finding("File systems", "overlayfs", Verdict.Missing, Reason(errno));
    }

    private static FileDescriptor? Open(string type, out Errno errno)
    {
        using CString name = new(type);
        return Take(LibC.syscall((nint)SystemCall.fsopen, (nint)name.Pointer, Linux.Mount.FSOPEN_CLOEXEC), out errno);
    }

    private static FileDescriptor? Mount(string type, (string Key, string? Value)[] options, out Errno errno)
    {
        using FileDescriptor? context = Open(type, out errno);
        if (context is null)
        {
            return null;
        }

        foreach ((string key, string? value) in options)
        {
            using CString name = new(key);
            using CString text = new(value ?? "");
            nint result = value is null
                ? Configure(context, Linux.Mount.FSCONFIG_SET_FLAG, name.Pointer, null)
                : Configure(context, Linux.Mount.FSCONFIG_SET_STRING, name.Pointer, text.Pointer);
            if (result < 0)
            {
                errno = LibC.LastError;
                return null;
            }
        }

        if (Configure(context, Linux.Mount.FSCONFIG_CMD_CREATE, null, null) < 0)
        {
            errno = LibC.LastError;
            return null;
        }

        return Take(LibC.syscall((nint)SystemCall.fsmount, context.Number, Linux.Mount.FSMOUNT_CLOEXEC, 0), out errno);
    }

    private static nint Configure(FileDescriptor context, int command, byte* key, byte* value) =>
        LibC.syscall((nint)SystemCall.fsconfig, context.Number, command, (nint)key, (nint)value, 0);

    private static FileDescriptor? Take(nint descriptor, out Errno errno)
    {
        errno = descriptor < 0 ? LibC.LastError : Errno.None;
        return descriptor < 0 ? null : new FileDescriptor((int)descriptor);
    }

    private static string Reason(Errno errno) => errno switch
    {
        Errno.ENODEV => "this kernel does not have it (ENODEV)",
        Errno.EPERM => "mounting is not permitted: it needs root with CAP_SYS_ADMIN (EPERM)",
        Errno.ENOSYS => "this kernel has no fsopen(2) (ENOSYS)",
        _ => $"{errno.Message()} ({errno.Name()})",
    };
}
