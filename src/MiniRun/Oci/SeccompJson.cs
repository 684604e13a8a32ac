using MiniRun.Linux;
using MiniRun.Namespaces.Sandbox.Seccomp;

namespace MiniRun.Oci;

/// <summary>
/// Reads a seccomp profile as docker takes it for <c>--security-opt seccomp=FILE</c>: the OCI runtime specification's
/// linux.seccomp with docker's archMap, includes and excludes. Unlike docker it refuses fields that it does not know: a
/// misspelt one would silently make the profile another.
/// </summary>
internal static class SeccompJson
{
    private const int LargestFile = 1 << 20;
    private const string NativeArchitecture = "SCMP_ARCH_X86_64";

    /// <summary>Reads the profile in a file.</summary>
    /// <exception cref="UsageException">It is no profile; the message has the JSON path of what is wrong.</exception>
    /// <exception cref="LinuxException">It cannot be read, or is larger than 1 MiB (EFBIG).</exception>
    public static SeccompProfile Read(string path)
    {
        using FileDescriptor file = Files.Open(path, Fcntl.O_RDONLY);
        return Parse(Files.ReadAll(file, path, LargestFile), path);
    }

    /// <summary>Reads the profile in a text.</summary>
    /// <param name="json">UTF-8.</param>
    /// <param name="path">The file it is from, for messages.</param>
    /// <exception cref="UsageException">It is no profile.</exception>
    public static SeccompProfile Parse(ReadOnlySpan<byte> json, string path)
    {
        SeccompJsonCursor cursor = new(json, path);
        cursor.Start();
        cursor.BeginObject();
        SeccompJsonAction action = new();
        List<SeccompRule> rules = [];
        List<string>? architectures = null;
        while (cursor.Field(out string name))
        {
            switch (name)
            {
                case "defaultAction":
                    action.ReadAction(ref cursor);
                    break;
                case "defaultErrnoRet":
                    action.ReadNumber(ref cursor);
                    break;
                case "defaultErrno":
                    action.ReadName(ref cursor);
                    break;
                case "architectures" or "archMap" when architectures is not null:
                    throw cursor.Fail("and the other list of architectures exclude each other");
                case "architectures":
                    architectures = cursor.Texts();
                    break;
                case "archMap":
                    architectures = ReadArchitectureMap(ref cursor);
                    break;
                case "flags":
                    CheckFlags(ref cursor);
                    break;
                case "syscalls":
                    ReadRules(ref cursor, rules);
                    break;
                default:
                    throw Unknown(ref cursor, name);
            }
        }

        SeccompAction defaultAction = action.Finish(ref cursor, "defaultAction");
        cursor.End();
        return new SeccompProfile(defaultAction, rules) { Architectures = architectures ?? [] };
    }

    /// <summary>The failure of a field that is not supported or has no meaning.</summary>
    public static UsageException Unknown(ref SeccompJsonCursor cursor, string name) =>
        name is "listenerPath" or "listenerMetadata"
            ? cursor.Fail("is not supported: no process here answers SCMP_ACT_NOTIFY")
            : cursor.Fail("is no field of a seccomp profile");

    private static void ReadRules(ref SeccompJsonCursor cursor, List<SeccompRule> rules)
    {
        cursor.BeginArray();
        while (cursor.Element())
        {
            SeccompJsonRule.Read(ref cursor, rules);
        }
    }

    // The native architecture and those that come with it, as docker selects them.
    private static List<string> ReadArchitectureMap(ref SeccompJsonCursor cursor)
    {
        List<string> selected = [];
        cursor.BeginArray();
        while (cursor.Element())
        {
            string? architecture = null;
            List<string> others = [];
            cursor.BeginObject();
            while (cursor.Field(out string name))
            {
                switch (name)
                {
                    case "architecture":
                        architecture = cursor.Text();
                        break;
                    case "subArchitectures":
                        others = cursor.Texts();
                        break;
                    default:
                        throw Unknown(ref cursor, name);
                }
            }

            if (architecture == NativeArchitecture)
            {
                selected.Add(architecture);
                selected.AddRange(others);
            }
        }

        return selected;
    }

    private static void CheckFlags(ref SeccompJsonCursor cursor)
    {
        cursor.BeginArray();
        while (cursor.Element())
        {
            string flag = cursor.Text();
            if (flag != "SECCOMP_FILTER_FLAG_TSYNC") // true anyway: what installs the filter has one thread
            {
                throw cursor.Fail($"({flag}) is not supported");
            }
        }
    }
}
