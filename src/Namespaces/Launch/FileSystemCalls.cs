using System.Text;
using MiniRun.Linux;

namespace MiniRun.Namespaces.Launch;

/// <summary>The sequence of fsopen(2), fsconfig(2) and fsmount(2) that makes a detached mount.</summary>
internal static class FileSystemCalls
{
    private const int ValueLimit = 255; // fsconfig(2) takes strings of up to 256 bytes with their terminator

    public static void SetString(PlanWriter writer, Slot fs, string key, string value)
    {
        if (Encoding.UTF8.GetByteCount(value) > ValueLimit)
        {
            throw new LinuxException($"set {key} to", value, Errno.ENAMETOOLONG, $"the kernel takes at most {ValueLimit} bytes here");
        }

        writer.Call(SystemCall.fsconfig, fs, Mount.FSCONFIG_SET_STRING, writer.Text(key), writer.Text(value), 0);
    }

    public static void SetFlag(PlanWriter writer, Slot fs, string key) =>
        writer.Call(SystemCall.fsconfig, fs, Mount.FSCONFIG_SET_FLAG, writer.Text(key), 0, 0);

    /// <summary>Sets "key=value" as a string and "key" as a flag.</summary>
    public static void SetOption(PlanWriter writer, Slot fs, string option)
    {
        int equals = option.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0)
        {
            SetFlag(writer, fs, option);
        }
        else
        {
            SetString(writer, fs, option[..equals], option[(equals + 1)..]);
        }
    }

    public static void CreateAndMount(PlanWriter writer, Slot fs, Slot mount, uint attributes)
    {
        writer.Call(SystemCall.fsconfig, fs, Mount.FSCONFIG_CMD_CREATE, 0, 0, 0);
        writer.Call(SystemCall.fsmount, fs, Mount.FSMOUNT_CLOEXEC, attributes).Into(mount);
    }
}
