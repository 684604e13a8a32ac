using System.Buffers.Binary;
using System.Text;
using MiniRun.Linux;

namespace MiniRun.Cgroups;

/// <summary>Hands a device program to the kernel by the raw system call; bpf(2).</summary>
internal static unsafe class DeviceProgramLoader
{
    private const int BPF_PROG_LOAD = 5;
    private const int BPF_PROG_ATTACH = 8;
    private const uint BPF_PROG_TYPE_CGROUP_DEVICE = 15;
    private const uint BPF_CGROUP_DEVICE = 6;
    private const uint BPF_F_ALLOW_MULTI = 2;
    private const int LogSize = 16384;

    internal static void Attach(ulong[] instructions, string directory)
    {
        using FileDescriptor group = Files.Open(directory, Fcntl.O_RDONLY | Fcntl.O_DIRECTORY);
        using FileDescriptor program = Load(instructions, directory);

        // struct { u32 target_fd, attach_bpf_fd, attach_type, attach_flags }
        uint* attributes = stackalloc uint[] { (uint)group.Number, (uint)program.Number, BPF_CGROUP_DEVICE, BPF_F_ALLOW_MULTI };
        if (LibC.syscall((nint)SystemCall.bpf, BPF_PROG_ATTACH, (nint)attributes, 16) < 0)
        {
            Errno errno = LibC.LastError;
            throw new LinuxException("attach the device program to", directory, errno, Hint(errno));
        }
    }

    private static FileDescriptor Load(ulong[] instructions, string directory)
    {
        nint descriptor = Load(instructions, Span<byte>.Empty);
        if (descriptor >= 0)
        {
            return new FileDescriptor((int)descriptor);
        }

        Errno errno = LibC.LastError;
        string? hint = Hint(errno);
        if (hint is null)
        {
            // Once more with a log: what the verifier says is the only explanation there is.
            byte[] log = new byte[LogSize];
            _ = Load(instructions, log.AsSpan());
            hint = Encoding.UTF8.GetString(log).TrimEnd('\0').Trim().Replace('\n', ' ');
        }

        throw new LinuxException("load the device program for", directory, errno, hint.Length == 0 ? null : hint);
    }

    private static nint Load(ulong[] instructions, Span<byte> log)
    {
        Span<byte> attributes = stackalloc byte[128]; // union bpf_attr, as far as BPF_PROG_LOAD has fields we leave zero
        attributes.Clear();
        fixed (ulong* code = instructions)
        fixed (byte* license = "MIT\0"u8, logStart = log, start = attributes)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(attributes, BPF_PROG_TYPE_CGROUP_DEVICE);
            BinaryPrimitives.WriteInt32LittleEndian(attributes[4..], instructions.Length);
            BinaryPrimitives.WriteUInt64LittleEndian(attributes[8..], (ulong)code);
            BinaryPrimitives.WriteUInt64LittleEndian(attributes[16..], (ulong)license);
            BinaryPrimitives.WriteInt32LittleEndian(attributes[24..], log.IsEmpty ? 0 : 1);
            BinaryPrimitives.WriteInt32LittleEndian(attributes[28..], log.Length);
            BinaryPrimitives.WriteUInt64LittleEndian(attributes[32..], (ulong)logStart);
            "minirun_devices"u8.CopyTo(attributes[48..]); // prog_name, 16 bytes
            return LibC.syscall((nint)SystemCall.bpf, BPF_PROG_LOAD, (nint)start, attributes.Length);
        }
    }

    private static string? Hint(Errno errno) => errno switch
    {
        Errno.EPERM => "device rules on cgroup v2 need CAP_BPF and CAP_NET_ADMIN, or root, outside a user namespace",
        Errno.ENOSYS => "the kernel is built without CONFIG_BPF_SYSCALL",
        _ => null,
    };
}
