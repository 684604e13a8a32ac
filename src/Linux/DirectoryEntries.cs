using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace MiniRun.Linux;

/// <summary>The names in a directory, byte for byte; getdents64(2).</summary>
public static unsafe class DirectoryEntries
{
    private const int GetDents64 = 217;
    private const byte DirectoryType = 4; // DT_DIR

    /// <summary>All entries but "." and "..".</summary>
    /// <param name="directory">An open directory, read from where its offset is.</param>
    /// <param name="name">Its name, for the error.</param>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    public static List<(string Name, bool IsDirectory)> Read(FileDescriptor directory, string name)
    {
        List<(string, bool)> entries = [];
        byte[] buffer = new byte[8192];
        fixed (byte* start = buffer)
        {
            while (true)
            {
                nint length = LibC.syscall(GetDents64, directory.Number, (nint)start, buffer.Length);
                if (length < 0)
                {
                    throw new LinuxException("list", name, LibC.LastError);
                }

                if (length == 0)
                {
                    return entries;
                }

                for (int at = 0; at < length;)
                {
                    // struct linux_dirent64: inode (8), offset (8), record length (2), type (1), name
                    int size = BinaryPrimitives.ReadUInt16LittleEndian(buffer.AsSpan(at + 16));
                    string entry = LinuxText.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(start + at + 19));
                    if (entry is not ("." or ".."))
                    {
                        entries.Add((entry, buffer[at + 18] == DirectoryType));
                    }

                    at += size;
                }
            }
        }
    }
}
