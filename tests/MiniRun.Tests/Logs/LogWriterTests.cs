using System.Text;
using MiniRun.Containers.Logs;

namespace MiniRun.Tests.Logs;

public class LogWriterTests
{
    [Fact]
    public void The_format_is_that_of_the_container_runtime_interface()
    {
        using LogBox box = new();
        using (LogWriter writer = box.Writer())
        {
            writer.Write(LogStream.Stdout, "hel"u8, LogBox.Start + 1);
            writer.Write(LogStream.Stderr, "\n"u8, LogBox.Start + 2);
            writer.Write(LogStream.Stdout, LogBox.Bytes("lo\nb\0\xff\r\nlast"), LogBox.Start + 1_500_000_000);
            writer.Write(LogStream.Stdout, " words"u8, LogBox.Start + 2_000_000_000);
        }

        Assert.Equal(
            "2026-11-26T05:00:00.000000002Z stderr F \n" +
            "2026-11-26T05:00:00.000000001Z stdout F hello\n" +
            "2026-11-26T05:00:01.500000000Z stdout F b\0\xff\r\n" +
            "2026-11-26T05:00:01.500000000Z stdout P last words\n",
            box.Text());
        Assert.Equal("-rw-------", ModeOf(box.Log));
    }

    [Theory]
    [InlineData(16383, "16383F")]
    [InlineData(16384, "16384F")]
    [InlineData(16385, "16384P 1F")]
    [InlineData(40000, "16384P 16384P 7232F")]
    public void A_long_line_is_in_parts_of_16_KiB(int length, string parts)
    {
        using LogBox box = new();
        foreach (int chunk in new[] { 1000, 16384, 65536 })
        {
            File.Delete(box.Log);
            using (LogWriter writer = box.Writer())
            {
                byte[] bytes = LogBox.Bytes(new string('x', length) + "\n");
                for (int at = 0; at < bytes.Length; at += chunk)
                {
                    writer.Write(LogStream.Stdout, bytes.AsSpan(at, Math.Min(chunk, bytes.Length - at)), LogBox.Start);
                }
            }

            Assert.Equal(parts, string.Join(' ', box.ReadAll().Select(entry => $"{entry.Length - 6}{entry[4]}")));
        }
    }

    [Fact]
    public void How_the_bytes_were_cut_does_not_matter()
    {
        Random random = new(1);
        byte[] bytes = new byte[300_000];
        random.NextBytes(bytes);
        bytes.AsSpan(50_000, 90_000).Replace((byte)'\n', (byte)' ');
        string? whole = null;
        foreach (int most in new[] { bytes.Length, 100, 20_000, 70_000 })
        {
            using LogBox box = new();
            using (LogWriter writer = box.Writer())
            {
                for (int at = 0, count; at < bytes.Length; at += count)
                {
                    count = Math.Min(random.Next(1, most + 1), bytes.Length - at);
                    count = whole is null ? bytes.Length : count;
                    writer.Write(LogStream.Stderr, bytes.AsSpan(at, count), LogBox.Start);
                }
            }

            whole ??= box.Text();
            Assert.Equal(whole, box.Text());
            string back = string.Concat(box.ReadAll().Select(entry => entry[6..] + (entry[4] == 'F' ? "\n" : "")));
            Assert.Equal(Encoding.Latin1.GetString(bytes), back);
        }
    }

    [Fact]
    public void A_call_is_one_write_and_allocates_nothing()
    {
        using LogBox box = new();
        SmallDisk disk = new(box.Log, LogOptions.Default);
        using LogWriter writer = new(disk);
        writer.Write(LogStream.Stdout, "first\nbegun"u8, LogBox.Start);
        writer.Write(LogStream.Stdout, "\n"u8, LogBox.Start);
        int writes = disk.Writes;
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            writer.Write(LogStream.Stdout, "one\ntwo\nthr"u8, LogBox.Start + i);
            writer.Write(LogStream.Stdout, "ee\n"u8, LogBox.Start + i);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - allocated);
        Assert.Equal(2000, disk.Writes - writes);
        Assert.Equal(3002, box.ReadAll().Count);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(200, 1)]
    [InlineData(200, 2)]
    [InlineData(1000, 3)]
    public void A_full_file_is_put_aside_between_lines(int maxBytes, int maxFiles)
    {
        using LogBox box = new();
        using (LogWriter writer = box.Writer(maxBytes, maxFiles))
        {
            for (int i = 0; i < 300; i++)
            {
                writer.Write(LogStream.Stdout, LogBox.Bytes($"{i}\n{new string('y', i % 50)}{i}\n"), LogBox.Start);
            }

            Assert.Equal(0, writer.LostBytes);
        }

        string[] files = Directory.GetFiles(box.Directory);
        Assert.Equal(maxFiles, files.Length);
        foreach (byte[] file in files.Select(File.ReadAllBytes))
        {
            Assert.True(file.Length <= maxBytes || file.AsSpan().Count((byte)'\n') == 1, $"{file.Length} bytes");
            Assert.Equal((byte)'\n', file[^1]);
        }

        IEnumerable<string> all = Enumerable.Range(0, 300).SelectMany(i => new[] { $"out F {i}", $"out F {new string('y', i % 50)}{i}" });
        List<string> kept = box.ReadAll();
        Assert.Equal(all.TakeLast(kept.Count), kept);
        Assert.True(maxFiles == 1 || kept.Count >= (maxFiles - 1) * (maxBytes / 100), $"{kept.Count} lines");
    }

    [Theory]
    [InlineData("2026-11-26T05:0", "")]
    [InlineData(LogBox.Header + "cut", "out F cut")]
    [InlineData("", "")]
    public void After_a_torn_line_a_fresh_one_begins(string torn, string shown)
    {
        using LogBox box = new();
        box.SetText(LogBox.Header + "a\n" + torn);
        using (LogWriter writer = box.Writer())
        {
            writer.Write(LogStream.Stdout, "b\n"u8, LogBox.Start);
        }

        Assert.Equal($"out F a {shown} out F b".Replace("  ", " ", StringComparison.Ordinal), string.Join(' ', box.ReadAll()));
        Assert.EndsWith("\n" + LogBox.Header + "b\n", box.Text());
        Assert.DoesNotContain("\n\n", box.Text());
    }

    private static string ModeOf(string path) => new FileInfo(path).UnixFileMode == (UnixFileMode.UserRead | UnixFileMode.UserWrite)
        ? "-rw-------"
        : new FileInfo(path).UnixFileMode.ToString();
}
