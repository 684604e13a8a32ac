using System.Buffers;
using System.Text.Json;
using MiniRun.Linux;
using MiniRun.Oci;

namespace MiniRun.Containers.Store;

/// <summary>
/// The state as a file of one fixed size, rewritten in place: its block is there from the beginning, so that the end of a
/// container can be recorded on a full disk. JSON, then blanks.
/// </summary>
internal static unsafe class StateSlot
{
    private const int Bytes = 4096;
    private const int MostVerdict = 2048; // a verdict is a few short sentences; what does not fit is left out
    private const int Readings = 20;

    private static readonly string[] Members =
    [
        "version", "status", "init", "parent", "started", "finished", "exitCode", "restarts", "outOfMemory", "stopped", "error", "verdict",
    ];

    private static readonly string[] Words = ["created", "running", "paused", "restarting", "exited", "dead"];

    /// <summary>The word for a status.</summary>
    public static string Word(ContainerStatus status) => Words[(int)status];

    /// <summary>Writes it; the file is made if it is not there.</summary>
    /// <exception cref="LinuxException">There is no room for a new one, or the kernel refused otherwise.</exception>
    public static void Write(string path, ContainerState state)
    {
        ReadOnlySpan<byte> content = Content(state);
        const int Flags = Fcntl.O_WRONLY | Fcntl.O_CREAT | Fcntl.O_NOFOLLOW;
        using FileDescriptor file = Files.Open(path, Flags, 0x180);
        fixed (byte* start = content)
        {
            nint count = LibC.pwrite(file.Number, start, Bytes, 0);
            if (count != Bytes)
            {
                throw new LinuxException("write", path, count < 0 ? LibC.LastError : Errno.ENOSPC);
            }
        }
    }

    /// <summary>Reads it.</summary>
    /// <returns>Null where there is none.</returns>
    /// <exception cref="UsageException">It is damaged: names the place.</exception>
    /// <exception cref="LinuxException">It cannot be read.</exception>
    public static ContainerState? TryRead(string path)
    {
        for (int reading = 1; ; reading++)
        {
            int descriptor = Files.TryOpenAt(Fcntl.AT_FDCWD, path, Fcntl.O_RDONLY | Fcntl.O_NOFOLLOW, 0, out Errno errno);
            if (descriptor < 0)
            {
                return errno == Errno.ENOENT ? null : throw new LinuxException("open", path, errno);
            }

            using FileDescriptor file = new(descriptor);
            byte[] bytes = Files.ReadAll(file, path, Bytes);
            try
            {
                using JsonDocument document = JsonDocument.Parse(bytes, ConfigReader.Options);
                return Read(ConfigNode.Root(document.RootElement, path));
            }
            catch (JsonException) when (reading < Readings)
            {
                _ = LibC.poll(null, 0, 1); // it is being written
            }
            catch (JsonException)
            {
                throw new UsageException(path, null, "not JSON");
            }
        }
    }

    private static ContainerState Read(ConfigNode node)
    {
        node.Object(Members);
        if (node.Member("version").Number(1, int.MaxValue) > ContainerRecord.Version)
        {
            throw node.Member("version").Fail("written by a newer minirun");
        }

        int status = Array.IndexOf(Words, node.Member("status").Text());
        return new ContainerState
        {
            Status = status >= 0 ? (ContainerStatus)status : throw node.Member("status").Fail("not a status"),
            Init = Process(node.Optional("init")),
            Parent = Process(node.Optional("parent")),
            Started = node.Member("started").Number(0, long.MaxValue),
            Finished = node.Member("finished").Number(0, long.MaxValue),
            ExitCode = (int)node.Member("exitCode").Number(-1, 255),
            Restarts = (int)node.Member("restarts").Number(0, int.MaxValue),
            IsOutOfMemory = node.Member("outOfMemory").Flag(),
            IsStopped = node.Member("stopped").Flag(),
            Error = node.Member("error").Content(),
            Verdict = node.Member("verdict").List(static item => item.Content()),
        };
    }

    private static ProcessIdentity? Process(ConfigNode? node)
    {
        if (node is null)
        {
            return null;
        }

        node.Object("pid", "startTicks", "bootId");
        return new ProcessIdentity(
            (int)node.Member("pid").Number(1, int.MaxValue),
            node.Member("startTicks").Number(0, long.MaxValue),
            node.Member("bootId").Text());
    }

    private static ReadOnlySpan<byte> Content(ContainerState state)
    {
        ArrayBufferWriter<byte> buffer = new(Bytes);
        using (Utf8JsonWriter writer = new(buffer, ConfigWriter.Options))
        {
            writer.WriteStartObject();
            writer.WriteNumber("version"u8, ContainerRecord.Version);
            writer.WriteString("status"u8, Word(state.Status));
            Write(writer, "init"u8, state.Init);
            Write(writer, "parent"u8, state.Parent);
            writer.WriteNumber("started"u8, state.Started);
            writer.WriteNumber("finished"u8, state.Finished);
            writer.WriteNumber("exitCode"u8, state.ExitCode);
            writer.WriteNumber("restarts"u8, state.Restarts);
            writer.WriteBoolean("outOfMemory"u8, state.IsOutOfMemory);
            writer.WriteBoolean("stopped"u8, state.IsStopped);
            writer.WriteString("error"u8, Shortened(ConfigText.Encode(state.Error), 512));
            writer.WriteStartArray("verdict"u8);
            int left = MostVerdict / 6; // a character may be written as six bytes
            foreach (string sentence in state.Verdict)
            {
                left -= sentence.Length;
                if (left >= 0)
                {
                    writer.WriteStringValue(ConfigText.Encode(sentence));
                }
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        Span<byte> rest = buffer.GetSpan(Bytes)[..(Bytes - buffer.WrittenCount)];
        rest.Fill((byte)' ');
        rest[^1] = (byte)'\n';
        buffer.Advance(rest.Length);
        return buffer.WrittenSpan;
    }

    // Never between the halves of a pair, nor in the middle of an escaped byte.
    private static string Shortened(string text, int most)
    {
        if (text.Length <= most)
        {
            return text;
        }

        int end = most;
        while (end > 0 && (char.IsSurrogate(text[end - 1]) || text.AsSpan(Math.Max(0, end - 3), Math.Min(3, end)).Contains('\0')))
        {
            end--;
        }

        return text[..end];
    }

    private static void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> name, ProcessIdentity? process)
    {
        if (process is not { } identity)
        {
            return;
        }

        writer.WriteStartObject(name);
        writer.WriteNumber("pid"u8, identity.Pid);
        writer.WriteNumber("startTicks"u8, identity.StartTicks);
        writer.WriteString("bootId"u8, identity.BootId);
        writer.WriteEndObject();
    }
}
