using MiniRun.Linux;

namespace MiniRun.Containers;

/// <summary>
/// The id of a container: 64 random hexadecimal digits, part of paths and cgroups. Nobody chooses it, so no two runs and no name
/// can ever meet in a directory; people see its first twelve.
/// </summary>
internal static class ContainerId
{
    /// <summary>Digits of an id.</summary>
    public const int Digits = 64;

    private const int ShortDigits = 12;

    /// <summary>Whether it is an id, as a directory name found on disk may be.</summary>
    public static bool IsValid(string id)
    {
        if (id.Length != Digits)
        {
            return false;
        }

        foreach (char c in id)
        {
            if (!char.IsAsciiHexDigitLower(c))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>As docker shows it.</summary>
    public static string Short(string id) => id.Length > ShortDigits ? id[..ShortDigits] : id;

    /// <summary>A new one.</summary>
    /// <exception cref="LinuxException">The kernel gives no random bytes.</exception>
    public static unsafe string Random()
    {
        const int Bytes = Digits / 2;
        byte* bytes = stackalloc byte[Bytes];
        return LibC.getrandom(bytes, Bytes, 0) == Bytes
            ? Convert.ToHexStringLower(new ReadOnlySpan<byte>(bytes, Bytes))
            : throw new LinuxException("get random bytes", null, LibC.LastError);
    }
}
