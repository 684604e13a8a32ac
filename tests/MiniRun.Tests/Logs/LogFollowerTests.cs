using System.Globalization;
using MiniRun.Containers.Logs;
using MiniRun.Linux;

namespace MiniRun.Tests.Logs;

public class LogFollowerTests
{
    [Fact]
    public void Rotation_is_followed_step_by_step()
    {
        using LogBox box = new();
        using LogWriter writer = box.Writer(100, 3); // two lines in a file
        using LogFollower follower = new(box.Log, LogFilter.All);
        for (int i = 0; i < 50; i++)
        {
            for (int n = 0; n <= i % 5; n++) // up to two rotations at once
            {
                writer.Write(LogStream.Stdout, LogBox.Bytes($"{i}.{n}\n"), LogBox.Start);
            }

            Assert.True(follower.Wait());
            Assert.Equal(Enumerable.Range(0, (i % 5) + 1).Select(n => $"out F {i}.{n}"), Drain(follower));
        }
    }

    [Fact]
    public void Nothing_is_missed_or_doubled_while_a_writer_rotates()
    {
        const int Lines = 20_000;
        using LogBox box = new();
        (FileDescriptor reader, FileDescriptor end) = LogBox.Pipe();
        Thread thread = new(() =>
        {
            using (LogWriter writer = box.Writer(10_000, 400))
            {
                for (int i = 0; i < Lines; i++)
                {
                    writer.Write(LogStream.Stdout, LogBox.Bytes($"{i}\n"), LogBox.Start);
                }
            }

            end.Dispose();
        });
        List<string> entries = [];
        using (LogFollower follower = new(box.Log, LogFilter.All) { EndDescriptor = reader.Number })
        {
            thread.Start();
            do
            {
                entries.AddRange(Drain(follower));
            }
            while (follower.Wait());
        }

        thread.Join();
        reader.Dispose();
        Assert.True(Directory.GetFiles(box.Directory).Length > 50);
        Assert.Equal(Enumerable.Range(0, Lines).Select(i => $"out F {i}"), entries);
    }

    /// <summary>Every line is a file, so the names change while they are opened.</summary>
    [Fact]
    public void Who_opens_the_files_while_they_are_renamed_has_them_in_order()
    {
        using LogBox box = new();
        bool isOver = false;
        Thread thread = new(() =>
        {
            using LogWriter writer = box.Writer(1, 20);
            for (int i = 0; i < 1500; i++)
            {
                writer.Write(LogStream.Stdout, LogBox.Bytes($"{i}\n"), LogBox.Start);
            }

            Volatile.Write(ref isOver, true);
        });
        thread.Start();
        int longest = 0;
        try
        {
            while (!Volatile.Read(ref isOver))
            {
                List<string> entries = box.ReadAll();
                int first = entries.Count == 0 ? 0 : int.Parse(entries[0][6..], CultureInfo.InvariantCulture);
                Assert.Equal(Enumerable.Range(first, entries.Count).Select(i => $"out F {i}"), entries);
                longest = Math.Max(longest, entries.Count);
            }
        }
        finally
        {
            thread.Join(); // before its directory goes
        }

        Assert.True(longest > 5, $"{longest} files");
    }

    [Fact]
    public void A_reader_that_is_too_slow_goes_on_with_what_is_left()
    {
        using LogBox box = new();
        using LogWriter writer = box.Writer(100, 2);
        using LogFollower follower = new(box.Log, LogFilter.All);
        writer.Write(LogStream.Stdout, "first\n"u8, LogBox.Start);
        Assert.True(follower.Wait());
        Assert.Equal(["out F first"], Drain(follower));
        writer.Write(LogStream.Stdout, "1\n2\n3\n4\n5\n6\n7\n8\n"u8, LogBox.Start);
        Assert.True(follower.Wait());
        Assert.Equal(["out F 1", "out F 6", "out F 7", "out F 8"], Drain(follower)); // 1 was beside first, in the file we hold
    }

    [Fact]
    public void It_ends_after_all_is_read()
    {
        using LogBox box = new();
        (FileDescriptor reader, FileDescriptor end) = LogBox.Pipe();
        using LogFollower follower = new(box.Log, LogFilter.All) { EndDescriptor = reader.Number };
        Assert.Empty(Drain(follower));
        using (LogWriter writer = box.Writer(100, 3))
        {
            writer.Write(LogStream.Stdout, "a\nb\nc\nd\nrest"u8, LogBox.Start);
        }

        end.Dispose();
        Assert.True(follower.Wait());
        Assert.Equal(["out F a", "out F b", "out F c", "out F d", "out P rest"], Drain(follower));
        Assert.False(follower.Wait());
        reader.Dispose();
    }

    [Fact]
    public void What_comes_on_the_descriptor_may_be_something_else_than_the_end()
    {
        using LogBox box = new();
        using LogWriter writer = box.Writer();
        (FileDescriptor reader, FileDescriptor sender) = LogBox.Pipe();
        byte[] message = [0];
        bool Ended() => Files.Read(reader, message, "pipe") == 0 || message[0] == (byte)'z';
        using LogFollower follower = new(box.Log, LogFilter.All) { EndDescriptor = reader.Number, HasEnded = Ended };
        foreach (string word in new[] { "s", "", "v", "", "z" })
        {
            writer.Write(LogStream.Stdout, LogBox.Bytes($"before {word}\n"), LogBox.Start);
            Send(sender, word); // nothing: the callback would wait for ever if it were asked
            Assert.True(follower.Wait());
            Assert.Equal([$"out F before {word}"], Drain(follower));
        }

        Assert.False(follower.Wait());
        reader.Dispose();
        sender.Dispose();
    }

    [Fact]
    public async Task A_write_to_the_state_beside_it_lets_it_ask_whether_the_end_has_come()
    {
        using LogBox box = new();
        string state = $"{box.Directory}/state";
        File.WriteAllText(state, "running");
        using LogFollower follower = new(box.Log, LogFilter.All) { HasEnded = () => File.ReadAllText(state) == "exited!" };
        Task writes = Task.Run(async () =>
        {
            await Task.Delay(50);
            Files.WriteValue(state, "exited!");
        });
        while (follower.Wait())
        {
            Assert.Empty(Drain(follower));
        }

        await writes;
        Assert.Equal("exited!", File.ReadAllText(state));
    }

    [Fact]
    public void It_ends_when_the_directory_goes()
    {
        using LogBox box = new();
        string directory = $"{box.Directory}/sub";
        Directory.CreateDirectory(directory);
        File.WriteAllText($"{directory}/log", LogBox.Header + "a\n");
        using LogFollower follower = new($"{directory}/log", LogFilter.All);
        Assert.Equal(["out F a"], Drain(follower));
        File.AppendAllText($"{directory}/log", LogBox.Header + "b\n");
        Directory.Delete(directory, recursive: true);
        List<string> rest = [];
        while (follower.Wait())
        {
            rest.AddRange(Drain(follower));
        }

        Assert.Equal(["out F b"], rest);
    }

    [Fact]
    public void It_ends_when_nobody_reads_what_it_gives()
    {
        using LogBox box = new();
        (FileDescriptor reader, FileDescriptor output) = LogBox.Pipe();
        using LogFollower follower = new(box.Log, LogFilter.All) { OutputDescriptor = output.Number };
        reader.Dispose();
        Assert.False(follower.Wait());
        output.Dispose();
    }

    [Fact]
    public void It_ends_when_the_time_has_come()
    {
        using LogBox box = new();
        long until = LogTime.Now + 100_000_000;
        using LogFollower follower = new(box.Log, new LogFilter(Until: until));
        while (follower.Wait())
        {
            Assert.Empty(Drain(follower));
        }

        Assert.InRange(LogTime.Now - until, 0, 5_000_000_000);
    }

    [Fact]
    public void A_line_without_its_end_is_waited_for_and_may_be_taken_back()
    {
        using LogBox box = new();
        box.SetText(LogBox.Header + "a\n" + LogBox.Header + "half of a long li");
        using LogFollower follower = new(box.Log, LogFilter.All);
        Assert.Equal(["out F a"], Drain(follower));
        using (FileStream file = File.OpenWrite(box.Log))
        {
            file.SetLength(LogBox.Header.Length + 2);
        }

        File.AppendAllText(box.Log, LogBox.Header + "b\n" + LogBox.Header + "c");
        Assert.True(follower.Wait());
        Assert.Equal(["out F b"], Drain(follower));
        File.AppendAllText(box.Log, "d\n");
        Assert.True(follower.Wait());
        Assert.Equal(["out F cd"], Drain(follower));
    }

    [Fact]
    public void A_log_that_was_emptied_is_read_from_its_beginning()
    {
        using LogBox box = new();
        using LogWriter writer = box.Writer();
        writer.Write(LogStream.Stdout, "a long first line\n"u8, LogBox.Start);
        using LogFollower follower = new(box.Log, LogFilter.All);
        Assert.Equal(["out F a long first line"], Drain(follower));
        File.WriteAllText(box.Log, "");
        writer.Write(LogStream.Stdout, "b\n"u8, LogBox.Start);
        Assert.True(follower.Wait());
        Assert.Equal(["out F b"], Drain(follower));
    }

    [Fact]
    public void Only_new_lines_are_followed_with_a_tail_of_none()
    {
        using LogBox box = new();
        using LogWriter writer = box.Writer();
        writer.Write(LogStream.Stdout, "old\n"u8, LogBox.Start);
        using LogFollower follower = new(box.Log, LogFilter.All with { Tail = 0 });
        Assert.Empty(Drain(follower));
        writer.Write(LogStream.Stdout, "new\n"u8, LogBox.Start);
        Assert.True(follower.Wait());
        Assert.Equal(["out F new"], Drain(follower));
    }

    [Fact]
    public void A_directory_that_is_not_there_is_an_error()
    {
        LinuxException exception = Assert.Throws<LinuxException>(() => new LogFollower("/nowhere/log", LogFilter.All));
        Assert.Equal("watch `/nowhere`: no such file or directory (ENOENT)", exception.Message);
    }

    private static unsafe void Send(FileDescriptor pipe, string word)
    {
        fixed (byte* bytes = LogBox.Bytes(word + "."))
        {
            Assert.Equal(word.Length, LibC.write(pipe.Number, bytes, (nuint)word.Length));
        }
    }

    private static List<string> Drain(LogFollower follower)
    {
        List<string> entries = [];
        while (follower.TryRead(out LogEntry entry))
        {
            entries.Add(LogBox.Word(entry));
        }

        return entries;
    }
}
