using System.Globalization;
using MiniRun.Containers.Logs;
using MiniRun.Linux;

namespace MiniRun.Tests.Logs;

/// <summary>What is lost is counted to the byte, and the log stays readable.</summary>
public class LogLossTests
{
    private const string Notice = "bytes of output are missing here: no space left on device (ENOSPC)";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Wherever_the_disk_becomes_full_nothing_is_torn_or_miscounted(bool canShorten)
    {
        string first = "one\ntwo\nthree\nfo";
        string second = "ur\nfive\n";
        for (int room = 0; room < 240; room++)
        {
            using LogBox box = new();
            SmallDisk disk = new(box.Log, LogOptions.Default) { Room = room, CanShorten = canShorten };
            long lost;
            using (LogWriter writer = new(disk))
            {
                writer.Write(LogStream.Stdout, LogBox.Bytes(first), LogBox.Start);
                writer.Write(LogStream.Stdout, LogBox.Bytes(second), LogBox.Start);
                lost = writer.LostBytes;
                disk.Room = int.MaxValue;
                writer.Write(LogStream.Stdout, "six\n"u8, LogBox.Start);
                writer.Write(LogStream.Stdout, "seven\n"u8, LogBox.Start);
                Assert.Equal(lost, writer.LostBytes);
            }

            List<string> entries = box.ReadAll();
            List<string> notices = entries.FindAll(entry => entry.EndsWith(Notice, StringComparison.Ordinal));
            Assert.Equal(lost, notices.Sum(notice => long.Parse(notice.Split(' ')[3], CultureInfo.InvariantCulture)));
            Assert.Equal(lost > 0, room < 5 * LogHeader.Length + (first + second).Length);
            Assert.Equal(["out F six", "out F seven"], entries.TakeLast(2));
            if (canShorten)
            {
                string kept = string.Concat(entries.Where(entry => entry[0] == 'o').Select(entry => entry[6..] + "\n"));
                Assert.Equal((first + second).Length + 10, kept.Length + lost);
                Assert.Equal(entries.Count, box.Text().Split('\n').Length - 1); // no line that is none
            }
        }
    }

    [RootFact]
    public unsafe void On_a_full_tmpfs_the_writer_goes_on_and_tells_later()
    {
        using LogBox box = new();
        using CString target = new(box.Directory);
        fixed (byte* type = "tmpfs\0"u8)
        fixed (byte* options = "size=64k\0"u8)
        {
            Assert.Equal(0, LibC.syscall((nint)SystemCall.mount, (nint)type, (nint)target.Pointer, (nint)type, 0, (nint)options));
        }

        try
        {
            File.WriteAllBytes($"{box.Directory}/ballast", new byte[20_000]);
            using LogWriter writer = box.Writer();
            byte[] line = LogBox.Bytes(new string('z', 99) + "\n");
            for (int i = 0; i < 1000; i++)
            {
                writer.Write(LogStream.Stdout, line, LogBox.Start);
            }

            long lost = writer.LostBytes;
            Assert.InRange(lost, 50_000, 90_000);
            File.Delete($"{box.Directory}/ballast");
            writer.Write(LogStream.Stdout, "after\n"u8, LogBox.Start);
            Assert.Equal(lost, writer.LostBytes);
            List<string> entries = box.ReadAll();
            Assert.Equal(100_000 - lost, 100 * entries.Count(entry => entry.Length == 105));
            Assert.Equal([$"err F minirun: {lost} {Notice}", "out F after"], entries.SkipWhile(entry => entry.Length == 105));
        }
        finally
        {
            _ = LibC.syscall((nint)SystemCall.umount2, (nint)target.Pointer, Mount.MNT_DETACH);
        }
    }

    [Fact]
    public void A_directory_that_comes_later_is_used_from_then_on()
    {
        using LogBox box = new();
        string directory = $"{box.Directory}/later";
        using LogWriter writer = new($"{directory}/log", LogOptions.Default);
        writer.Write(LogStream.Stdout, "a\nb"u8, LogBox.Start);
        Assert.Equal(2, writer.LostBytes);
        Directory.CreateDirectory(directory);
        writer.Flush();
        Assert.Equal(2, writer.LostBytes);
        Assert.Equal(
            "2026-11-26T05:00:00.000000000Z stderr F minirun: 2 bytes of output are missing here: no such file or directory (ENOENT)\n" +
            "2026-11-26T05:00:00.000000000Z stdout P b\n",
            File.ReadAllText($"{directory}/log"));
    }

    [Fact]
    public void A_file_that_cannot_be_put_aside_does_not_grow()
    {
        using LogBox box = new();
        Directory.CreateDirectory($"{box.Log}.1"); // a file cannot be renamed to a directory: EISDIR
        using LogWriter writer = box.Writer(300, 2);
        for (int i = 0; i < 50; i++)
        {
            writer.Write(LogStream.Stdout, "line\n"u8, LogBox.Start);
        }

        Assert.Equal(44 * 5, writer.LostBytes);
        Assert.Equal(6 * 45, new FileInfo(box.Log).Length);
        Directory.Delete($"{box.Log}.1");
        writer.Write(LogStream.Stdout, "on\n"u8, LogBox.Start);
        Assert.Equal(
            ["out F line", "err F minirun: 220 bytes of output are missing here: is a directory (EISDIR)", "out F on"],
            box.ReadAll().TakeLast(3));
        Assert.Equal(8, box.ReadAll().Count);
    }

    [Fact]
    public void What_is_not_our_file_is_not_written_to()
    {
        using LogBox box = new();
        string other = $"{box.Directory}/other";
        File.WriteAllText(other, "precious");
        File.CreateSymbolicLink(box.Log, other);
        using LogWriter writer = box.Writer();
        writer.Write(LogStream.Stdout, "a\n"u8, LogBox.Start);
        Assert.Equal(2, writer.LostBytes);
        Assert.Equal("precious", File.ReadAllText(other));
    }

    [Fact]
    public unsafe void A_pipe_in_the_place_of_the_log_does_not_make_it_wait()
    {
        using LogBox box = new();
        using CString name = new(box.Log);
        Assert.Equal(0, LibC.syscall((nint)SystemCall.mknodat, Fcntl.AT_FDCWD, (nint)name.Pointer, 0x1180, 0)); // S_IFIFO | 0600
        using LogWriter writer = box.Writer();
        writer.Write(LogStream.Stdout, "a\n"u8, LogBox.Start);
        Assert.Equal(2, writer.LostBytes);
    }
}
