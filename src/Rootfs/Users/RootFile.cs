using System.Globalization;
using MiniRun.Linux;

namespace MiniRun.Rootfs.Users;

/// <summary>Small text files of a root file system that somebody else made.</summary>
internal static class RootFile
{
    /// <summary>The most bytes of a passwd or group file.</summary>
    public const int MostBytes = 1 << 20;

    /// <summary>
    /// The text of a regular file, links resolved inside the root; "" where there is none. The file is looked at before it is
    /// opened for reading: a FIFO would block, and opening a device can do things.
    /// </summary>
    /// <param name="root">The root directory.</param>
    /// <param name="path">Absolute path inside it.</param>
    /// <exception cref="RootfsException">It is no regular file.</exception>
    /// <exception cref="LinuxException">It cannot be read, or is larger than <see cref="MostBytes"/> (EFBIG).</exception>
    public static string Read(FileDescriptor root, string path)
    {
        int descriptor = OpenAt2.InRoot(root.Number, path, Fcntl.O_PATH, 0, out Errno errno);
        if (descriptor < 0)
        {
            return errno is Errno.ENOENT or Errno.ENOTDIR ? "" : throw new LinuxException("open in the root", path, errno);
        }

        using FileDescriptor found = new(descriptor);
        FileStatus status = FileStatus.Of(found);
        if (!status.IsRegular)
        {
            throw new RootfsException($"read `{path}` of the root: it is not a regular file");
        }

        string name = "/proc/self/fd/" + found.Number.ToString(CultureInfo.InvariantCulture);
        using FileDescriptor file = Files.Open(name, Fcntl.O_RDONLY | Fcntl.O_NONBLOCK);
        return LinuxText.GetString(Files.ReadAll(file, path, MostBytes));
    }
}
