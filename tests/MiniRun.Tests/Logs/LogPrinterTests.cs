using MiniRun.Containers.Logs;
using MiniRun.Linux;

namespace MiniRun.Tests.Logs;

public class LogPrinterTests
{
    private const string T = "2026-11-26T05:00:00.";

    [Fact]
    public void Each_stream_gets_its_bytes_back()
    {
        using LogBox box = new();
        Random random = new(4);
        List<byte>[] streams = [[], []];
        using (LogWriter writer = box.Writer())
        {
            for (int i = 0; i < 300; i++)
            {
                byte[] bytes = new byte[random.Next(10) == 0 ? 50_000 : random.Next(300)];
                random.NextBytes(bytes);
                int stream = random.Next(2);
                streams[stream].AddRange(bytes);
                writer.Write((LogStream)stream, bytes, LogBox.Start);
            }
        }

        (byte[] output, byte[] errors) = Print(box, withTime: false);
        Assert.Equal(streams[0], output);
        Assert.Equal(streams[1], errors);
    }

    [Fact]
    public void The_time_stands_once_before_each_line()
    {
        using LogBox box = new();
        string line = new('x', 20_000);
        using (LogWriter writer = box.Writer())
        {
            writer.Write(LogStream.Stdout, LogBox.Bytes(line), LogBox.Start + 1);
            writer.Write(LogStream.Stderr, "e\n\n"u8, LogBox.Start + 2);
            writer.Write(LogStream.Stdout, "\nno end"u8, LogBox.Start + 3);
        }

        (byte[] output, byte[] errors) = Print(box, withTime: true);
        Assert.Equal($"{T}000000001Z {line}\n{T}000000003Z no end", System.Text.Encoding.ASCII.GetString(output));
        Assert.Equal($"{T}000000002Z e\n{T}000000002Z \n", System.Text.Encoding.ASCII.GetString(errors));
    }

    [Fact]
    public void The_order_of_both_is_kept_on_one_terminal()
    {
        using LogBox box = new();
        using (LogWriter writer = box.Writer())
        {
            writer.Write(LogStream.Stdout, "1\n2\n"u8, LogBox.Start);
            writer.Write(LogStream.Stderr, "3\n"u8, LogBox.Start);
            writer.Write(LogStream.Stdout, "4\n"u8, LogBox.Start);
        }

        string target = $"{box.Directory}/both";
        using FileDescriptor both = Files.Open(target, Fcntl.O_WRONLY | Fcntl.O_CREAT, 0x180);
        using LogReader reader = new(box.Log, LogFilter.All);
        new LogPrinter(false, both.Number, both.Number).PrintAll(reader);
        Assert.Equal("1\n2\n3\n4\n", File.ReadAllText(target));
    }

    [Fact]
    public void A_reader_that_left_ends_it_quietly()
    {
        using LogBox box = new();
        box.SetText(string.Concat(Enumerable.Repeat(LogBox.Header + "line\n", 50_000)));
        (FileDescriptor reader, FileDescriptor output) = LogBox.Pipe();
        reader.Dispose();
        using LogReader log = new(box.Log, LogFilter.All);
        new LogPrinter(false, output.Number, output.Number).PrintAll(log);
        output.Dispose();
        Assert.True(log.TryRead(out _)); // it stopped long before the end
    }

    [Fact]
    public void A_full_disk_behind_standard_output_is_an_error()
    {
        using LogBox box = new();
        box.SetText(LogBox.Header + "line\n");
        using FileDescriptor full = Files.Open("/dev/full", Fcntl.O_WRONLY);
        using LogReader log = new(box.Log, LogFilter.All);
        LinuxException exception = Assert.Throws<LinuxException>(() => new LogPrinter(false, full.Number, full.Number).PrintAll(log));
        Assert.Equal("write to `standard output`: no space left on device (ENOSPC)", exception.Message);
    }

    [Fact]
    public void What_is_followed_is_printed_before_it_waits()
    {
        using LogBox box = new();
        using LogWriter writer = box.Writer();
        writer.Write(LogStream.Stdout, "now\n"u8, LogBox.Start);
        string target = $"{box.Directory}/output";
        string? seen = null;
        using FileDescriptor output = Files.Open(target, Fcntl.O_WRONLY | Fcntl.O_CREAT, 0x180);
        bool Ended()
        {
            seen ??= File.ReadAllText(target);
            writer.Write(LogStream.Stdout, "later\n"u8, LogBox.Start);
            return true;
        }

        using LogFollower follower = new(box.Log, LogFilter.All) { HasEnded = Ended };
        new LogPrinter(false, output.Number, output.Number).PrintAll(follower);
        Assert.Equal("now\n", seen);
        Assert.Equal("now\nlater\n", File.ReadAllText(target));
    }

    private static (byte[] Output, byte[] Errors) Print(LogBox box, bool withTime)
    {
        const int Flags = Fcntl.O_WRONLY | Fcntl.O_CREAT | Fcntl.O_APPEND;
        using FileDescriptor output = Files.Open($"{box.Directory}/output", Flags, 0x180);
        using FileDescriptor errors = Files.Open($"{box.Directory}/errors", Flags, 0x180);
        using LogReader reader = new(box.Log, LogFilter.All);
        new LogPrinter(withTime, output.Number, errors.Number).PrintAll(reader);
        return (File.ReadAllBytes($"{box.Directory}/output"), File.ReadAllBytes($"{box.Directory}/errors"));
    }
}
