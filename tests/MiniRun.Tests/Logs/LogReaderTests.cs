using System.Globalization;
using System.Text;
using MiniRun.Containers.Logs;
using MiniRun.Linux;

namespace MiniRun.Tests.Logs;

public class LogReaderTests
{
    private const string H = LogBox.Header;

    [Fact]
    public void Files_are_read_from_the_oldest_whatever_number_is_missing()
    {
        using LogBox box = new();
        box.SetText(H + "e\n");
        box.SetText(H + "d\n", 2);
        box.SetText(H + "b\n" + H + "c\n", 9);
        box.SetText(H + "a\n", 10);
        File.WriteAllText($"{box.Log}.x", H + "no\n");
        File.WriteAllText($"{box.Log}.03", H + "no\n");
        Assert.Equal(["out F a", "out F b", "out F c", "out F d", "out F e"], box.ReadAll());
        File.Delete(box.Log); // between two renames there is none
        Assert.Equal(["out F a", "out F b", "out F c", "out F d"], box.ReadAll());
    }

    [Fact]
    public void No_log_has_no_entries()
    {
        using LogBox box = new();
        Assert.Empty(box.ReadAll());
        using LogReader reader = new($"{box.Directory}/gone/log", LogFilter.All with { Tail = 3 });
        Assert.Empty(LogBox.Drain(reader));
    }

    [Fact]
    public void A_log_that_is_no_file_is_an_error()
    {
        using LogBox box = new();
        Directory.CreateDirectory(box.Log);
        Assert.Equal(Errno.EINVAL, Assert.Throws<LinuxException>(() => box.ReadAll()).Errno);
        Directory.Delete(box.Log);
        File.CreateSymbolicLink(box.Log, "/etc/passwd");
        Assert.Equal(Errno.ELOOP, Assert.Throws<LinuxException>(() => box.ReadAll()).Errno);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("2026-11-26T05:00:00.000000000Z\n")]
    [InlineData("2026-11-26T05:00:00.000000000Z stdout F\n")]
    [InlineData("2026-11-26T05:00:00.000000000Z stdout X x\n")]
    [InlineData("2026-11-26T05:00:00.000000000Z stdin  F x\n")]
    [InlineData("2026-13-26T05:00:00.000000000Z stdout F x\n")]
    [InlineData("2026-02-29T05:00:00.000000000Z stdout F x\n")]
    [InlineData("2026-11-26T24:00:00.000000000Z stdout F x\n")]
    [InlineData("0000-11-26T05:00:00.000000000Z stdout F x\n")]
    [InlineData("9999-11-26T05:00:00.000000000Z stdout F x\n")]
    [InlineData("2026-11-26 05:00:00.000000000Z stdout F x\n")]
    [InlineData("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\n")]
    public void Garbage_is_passed_over(string garbage)
    {
        using LogBox box = new();
        box.SetText(garbage + H + "a\n" + garbage + H + "b\n" + garbage);
        Assert.Equal(["out F a", "out F b"], box.ReadAll());
        Assert.Equal(["out F b"], box.ReadAll(LogFilter.All with { Tail = 1 }));
        Assert.Equal(["out F a", "out F b"], box.ReadAll(LogFilter.All with { Tail = 2 }));
    }

    [Fact]
    public void Any_bytes_are_survived()
    {
        Random random = new(2);
        byte[] valid = LogBox.Bytes(string.Concat(Enumerable.Range(0, 100).Select(i => $"{H}{new string('v', i * 7)}\n")));
        for (int round = 0; round < 300; round++)
        {
            byte[] bytes = [.. valid];
            for (int i = 0; i < round; i++)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            using LogBox box = new();
            File.WriteAllBytes(box.Log, bytes.AsSpan(random.Next(bytes.Length / 2)));
            List<string> all = box.ReadAll();
            Assert.InRange(all.Count, 1, 100);
            Assert.Equal(Lines(all).TakeLast(5).SelectMany(line => line), box.ReadAll(LogFilter.All with { Tail = 5 }));
        }
    }

    [Fact]
    public void A_line_of_any_length_comes_in_parts_from_a_buffer_that_does_not_grow()
    {
        const int Huge = 5_000_000;
        using LogBox box = new();
        box.SetText(new string('g', Huge) + "\n" + H + "a\n" + H + new string('h', Huge) + "\n" + H + "b\n");
        using LogReader reader = new(box.Log, LogFilter.All);
        Assert.True(reader.TryRead(out LogEntry first));
        Assert.Equal("out F a", LogBox.Word(first));
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        int length = 0;
        bool isPartial = true;
        bool isWhole = true;
        while (isPartial && reader.TryRead(out LogEntry part))
        {
            isWhole &= part.Time == LogBox.Start && part.Content.IndexOfAnyExcept((byte)'h') < 0;
            length += part.Content.Length;
            isPartial = part.IsPartial;
        }

        Assert.True(isWhole);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - allocated);
        Assert.Equal(Huge, length);
        Assert.Equal(["out F b"], LogBox.Drain(reader));
        Assert.Equal(["out F b"], box.ReadAll(LogFilter.All with { Tail = 1 }));
    }

    [Fact]
    public void Times_are_included_on_both_sides()
    {
        using LogBox box = new();
        using (LogWriter writer = box.Writer())
        {
            for (int i = 0; i < 6; i++)
            {
                writer.Write(LogStream.Stdout, LogBox.Bytes($"{i}\n"), LogBox.Start + i);
            }
        }

        string Between(long since, long until, int tail = -1) => string.Concat(
            box.ReadAll(new LogFilter(LogBox.Start + since, LogBox.Start + until, tail)).Select(entry => entry[6..]));
        Assert.Equal("234", Between(2, 4));
        Assert.Equal("2", Between(2, 2));
        Assert.Equal("", Between(3, 2));
        Assert.Equal("012345", Between(-1, 9));
        Assert.Equal("34", Between(0, 4, 2)); // the last two of those that the times allow
        Assert.Equal("5", Between(5, 9, 3));
        Assert.Equal("", Between(0, 9, 0));
    }

    [Fact]
    public void The_last_lines_are_the_last_of_all()
    {
        using LogBox box = new();
        Random random = new(3);
        using (LogWriter writer = box.Writer(40_000, 8))
        {
            for (int i = 0; i < 400; i++)
            {
                int length = random.Next(20) switch { 0 => 40_000, 1 => 16_384, < 5 => 0, _ => random.Next(700) };
                writer.Write((LogStream)(i % 7 == 0 ? 1 : 0), LogBox.Bytes(new string('t', length) + $"{i}\n"), LogBox.Start);
            }
        }

        Assert.Equal(8, Directory.GetFiles(box.Directory).Length);
        List<List<string>> lines = Lines(box.ReadAll());
        foreach (int tail in new[] { 0, 1, 2, 3, 10, 20, 30, lines.Count - 1, lines.Count, lines.Count + 1, int.MaxValue })
        {
            Assert.Equal(lines.TakeLast(tail).SelectMany(line => line), box.ReadAll(LogFilter.All with { Tail = tail }));
        }
    }

    /// <summary>Every length of the last line, so that a header lies across each border of a block.</summary>
    [Fact]
    public void The_last_lines_are_found_across_the_borders_of_blocks()
    {
        using LogBox box = new();
        for (int length = (16 * 1024) - 130; length < (16 * 1024) + 10; length++)
        {
            box.SetText($"{H}a\n{H}b\n{H}{new string('c', length)}\n");
            Assert.Equal(["out F b", "out F " + new string('c', length)], box.ReadAll(LogFilter.All with { Tail = 2 }));
        }
    }

    [Fact]
    public void The_end_of_a_line_cut_off_counts_as_one()
    {
        using LogBox box = new();
        using (LogWriter writer = box.Writer())
        {
            writer.Write(LogStream.Stdout, LogBox.Bytes($"a\n{new string('x', 20_000)}\nb\nno end"), LogBox.Start);
        }

        Assert.Equal(["out P no end"], box.ReadAll(LogFilter.All with { Tail = 1 }));
        Assert.Equal(["out F b", "out P no end"], box.ReadAll(LogFilter.All with { Tail = 2 }));
        Assert.Equal(["out P", "out F"], box.ReadAll(LogFilter.All with { Tail = 3 }).Take(2).Select(entry => entry[..5]));
    }

    [Fact]
    public void Of_ten_megabytes_only_the_end_is_read()
    {
        using LogBox box = new();
        box.SetText(string.Concat(Enumerable.Repeat($"{H}{new string('m', 60)}\n", 100_000)) + H + "last\n");
        using LogReader warm = new(box.Log, LogFilter.All with { Tail = 5 });
        long before = BytesRead();
        using LogReader reader = new(box.Log, LogFilter.All with { Tail = 5 });
        Assert.Equal(5, LogBox.Drain(reader).Count);
        Assert.InRange(BytesRead() - before, 100, 40_000);
    }

    // Each line with all its entries.
    private static List<List<string>> Lines(List<string> entries)
    {
        List<List<string>> lines = [];
        bool begins = true;
        foreach (string entry in entries)
        {
            if (begins)
            {
                lines.Add([]);
            }

            lines[^1].Add(entry);
            begins = entry[4] == 'F';
        }

        return lines;
    }

    // What this thread has read, by the kernel's count.
    private static long BytesRead()
    {
        using FileDescriptor file = Files.Open("/proc/thread-self/io", Fcntl.O_RDONLY);
        string text = Encoding.ASCII.GetString(Files.ReadAll(file, "io", 4096));
        return long.Parse(text["rchar: ".Length..text.IndexOf('\n', StringComparison.Ordinal)], CultureInfo.InvariantCulture);
    }
}
