using MiniRun.Linux;

namespace MiniRun.Output;

/// <summary>The arguments as bytes: .NET decodes argv as UTF-8 and replaces what is not, which would change a path.</summary>
internal static class RawArguments
{
    private const char Replacement = '\uFFFD';

    /// <summary>
    /// The arguments as <see cref="LinuxText"/> decodes them. The usual case, all of it UTF-8, costs one search; only if a
    /// replacement character is found is argv read again, from the kernel.
    /// </summary>
    public static string[] Restore(string[] args)
    {
        foreach (string argument in args)
        {
            if (argument.Contains(Replacement))
            {
                using FileDescriptor file = Files.Open("/proc/self/cmdline", Fcntl.O_RDONLY);
                return Split(Files.ReadAll(file, "/proc/self/cmdline", 16 << 20), args.Length);
            }
        }

        return args;
    }

    /// <summary>The last <paramref name="count"/> strings of a block in which each is ended by a zero byte.</summary>
    public static string[] Split(ReadOnlySpan<byte> block, int count)
    {
        string[] arguments = new string[count];
        for (int i = count - 1; i >= 0; i--)
        {
            block = block[..^1];
            int start = block.LastIndexOf((byte)0) + 1;
            arguments[i] = LinuxText.GetString(block[start..]);
            block = block[..start];
        }

        return arguments;
    }
}
