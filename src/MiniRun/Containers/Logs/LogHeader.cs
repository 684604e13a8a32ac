namespace MiniRun.Containers.Logs;

/// <summary>
/// What stands before the bytes of a line: <c>2026-11-26T05:00:00.123456789Z stdout F </c>, the format of the Kubernetes
/// container runtime interface and of podman's k8s-file, so that log collectors read our files. <c>P</c> instead of
/// <c>F</c>: the line goes on in the next entry of the stream.
/// </summary>
internal readonly record struct LogHeader(long Time, LogStream Stream, bool IsPartial)
{
    /// <summary>Bytes of every header: both streams have names of six letters.</summary>
    public const int Length = LogTime.Length + 10;

    /// <summary>Bytes of a line that the writer keeps in one entry; docker and the kubelet have the same.</summary>
    public const int MostContent = 16 * 1024;

    /// <summary>Writes everything after the time.</summary>
    public static void WriteRest(LogStream stream, bool isPartial, Span<byte> header)
    {
        (stream == LogStream.Stdout ? " stdout F "u8 : " stderr F "u8).CopyTo(header[LogTime.Length..]);
        header[Length - 2] = (byte)(isPartial ? 'P' : 'F');
    }

    /// <summary>Reads the header of a line; whatever else stands there is none.</summary>
    public static bool TryParse(ReadOnlySpan<byte> line, out LogHeader header)
    {
        header = default;
        if (line.Length < Length || line[Length - 1] != ' ' || !LogTime.TryParse(line[..LogTime.Length], out long time))
        {
            return false;
        }

        ReadOnlySpan<byte> stream = line[LogTime.Length..(Length - 2)];
        bool isStderr = stream.SequenceEqual(" stderr "u8);
        byte tag = line[Length - 2];
        header = new LogHeader(time, isStderr ? LogStream.Stderr : LogStream.Stdout, tag == 'P');
        return tag is (byte)'P' or (byte)'F' && (isStderr || stream.SequenceEqual(" stdout "u8));
    }
}
