using System.Globalization;
using MiniRun.Linux;

namespace MiniRun.Containers;

/// <summary>
/// The name of a container, part of paths and cgroups: checked before the first path is made of it. Other runtimes were seen to
/// delete the parent of their state directory for a container called "..".
/// </summary>
internal static class ContainerId
{
    /// <summary>Longest name: it is also the host name, and sethostname(2) takes no more.</summary>
    public const int MostCharacters = 64;

    private const int RandomBytes = 6;

    /// <summary>Answers <paramref name="name"/> if it is <c>[a-zA-Z0-9][a-zA-Z0-9_.-]*</c> of at most 64 characters.</summary>
    /// <exception cref="UsageException">It is not.</exception>
    public static string Check(string name) => IsValid(name)
        ? name
        : throw new UsageException(
            "--name",
            name,
            name.Length > MostCharacters ? $"longer than {MostCharacters} characters" : "not a name",
            "letters, digits, '_', '.' and '-', a letter or digit first");

    /// <summary>Whether it is a name.</summary>
    public static bool IsValid(string name)
    {
        if (name.Length is 0 or > MostCharacters || !char.IsAsciiLetterOrDigit(name[0]))
        {
            return false;
        }

        foreach (char c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '.' or '-'))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>12 random hexadecimal digits.</summary>
    /// <exception cref="LinuxException">The kernel gives no random bytes.</exception>
    public static unsafe string Random()
    {
        ulong value = 0;
        return LibC.getrandom(&value, RandomBytes, 0) == RandomBytes
            ? value.ToString("x12", CultureInfo.InvariantCulture)
            : throw new LinuxException("get random bytes", null, LibC.LastError);
    }
}
