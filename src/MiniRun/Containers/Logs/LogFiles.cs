using MiniRun.Linux;

namespace MiniRun.Containers.Logs;

/// <summary>
/// The files of a log as readers find them: <c>log</c> is the newest, <c>log.1</c> the one before. They may be renamed at any
/// moment, always to the next higher number; so they are opened from the newest to the oldest, and one that is met again
/// under another name is known by its inode.
/// </summary>
internal static class LogFiles
{
    // More are needed only where files are exchanged as fast as they are opened; the order is then not worth waiting for.
    private const int MostTries = 100;

    private enum Found
    {
        Nothing,
        File,
        Known, // what is behind it is older
    }

    /// <summary>The name of the file that was put aside <paramref name="number"/> times.</summary>
    public static string Name(string path, int number) => number == 0 ? path : $"{path}.{number}";

    /// <summary>Opens the files, the oldest first; there may be none.</summary>
    /// <param name="path">The newest file.</param>
    /// <param name="known">Only files newer than this one; all if it is null or no longer there.</param>
    /// <exception cref="LinuxException">A file is there and cannot be opened.</exception>
    public static List<FileDescriptor> Open(string path, FileDescriptor? known = null)
    {
        List<FileDescriptor> files = [];
        for (int tries = 1; !TryOpen(path, known, files) && tries < MostTries; tries++)
        {
            files.ForEach(file => file.Dispose());
            files.Clear();
        }

        files.Reverse();
        return files;
    }

    /// <summary>Whether <paramref name="file"/> is what stands at <paramref name="path"/>; true also if nothing does.</summary>
    public static bool IsNewest(string path, FileDescriptor file) =>
        FileStatus.TryGet(path, out _) is not { } status || status.Identity == FileStatus.Of(file).Identity;

    // False: a new file was begun meanwhile, so the last that we found may be newer than the first.
    private static bool TryOpen(string path, FileDescriptor? known, List<FileDescriptor> files)
    {
        Found found = Add(files, path, known);
        (ulong, ulong)? newest = found == Found.File ? FileStatus.Of(files[0]).Identity : null;

        // Looked up after the newest is open: one that is renamed from now on has one of these numbers, or the one behind them.
        int highest = found == Found.Known ? 0 : HighestNumber(path);
        for (int number = 1; found != Found.Known && (number <= highest || found == Found.File); number++)
        {
            found = Add(files, Name(path, number), known);
        }

        return files.Count == 0 || FileStatus.TryGet(path, out _)?.Identity == newest;
    }

    private static Found Add(List<FileDescriptor> files, string path, FileDescriptor? known)
    {
        int descriptor = Files.TryOpenAt(Fcntl.AT_FDCWD, path, Fcntl.O_RDONLY | Fcntl.O_NOFOLLOW | Fcntl.O_NONBLOCK, 0, out Errno errno);
        if (descriptor < 0)
        {
            return errno == Errno.ENOENT ? Found.Nothing : throw new LinuxException("open", path, errno);
        }

        FileDescriptor file = new(descriptor);
        FileStatus status = FileStatus.Of(file);
        bool isKnown = known is not null && status.Identity == FileStatus.Of(known).Identity;
        if (status.IsRegular && !isKnown && !files.Exists(other => FileStatus.Of(other).Identity == status.Identity))
        {
            files.Add(file);
            return Found.File;
        }

        file.Dispose();
        return !status.IsRegular
            ? throw new LinuxException("read", path, Errno.EINVAL, "it is not a regular file")
            : isKnown ? Found.Known : Found.File;
    }

    private static int HighestNumber(string path)
    {
        string directory = Path.GetDirectoryName(path)!;
        int descriptor = Files.TryOpenAt(Fcntl.AT_FDCWD, directory, Fcntl.O_RDONLY | Fcntl.O_DIRECTORY, 0, out Errno errno);
        if (descriptor < 0)
        {
            return errno == Errno.ENOENT ? 0 : throw new LinuxException("open", directory, errno);
        }

        using FileDescriptor opened = new(descriptor);
        string prefix = Path.GetFileName(path) + ".";
        int highest = 0;
        foreach ((string name, bool _) in DirectoryEntries.Read(opened, directory))
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal) && DecimalText.TryParse(name.AsSpan(prefix.Length), 9999, out ulong number))
            {
                highest = Math.Max(highest, (int)number);
            }
        }

        return highest;
    }
}
