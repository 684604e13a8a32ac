using MiniRun.Linux;

namespace MiniRun.Containers.Logs;

/// <summary>
/// Finds where the last lines of a log begin, from its end and in blocks: of a log of megabytes no more is read than holds
/// them. A line of several partial entries counts once. Where the other stream wrote between those, the first line may
/// lack its beginning.
/// </summary>
internal sealed class LogTail(LogFilter filter)
{
    private const int BlockSize = 16 * 1024;

    // A block, and behind it the beginning of the one after: a header may lie across both.
    private readonly byte[] buffer = new byte[BlockSize + LogHeader.Length];
    private readonly bool[] isFollowed = new bool[2]; // whether a later entry of the stream was seen
    private int found;

    /// <summary>Looks in one file after the other, the newest first.</summary>
    /// <returns>The offset of the first line that is wanted; -1 if older files may have more of them.</returns>
    /// <exception cref="LinuxException">The file cannot be read.</exception>
    public long Search(FileDescriptor file, string name)
    {
        long lineEnd = -1; // of the line in question: what has no end is not complete and not counted
        long blockStart;
        for (long blockEnd = FileStatus.Of(file).Size; blockEnd > 0; blockEnd = blockStart)
        {
            blockStart = Math.Max(0, blockEnd - BlockSize);
            int length = (int)(blockEnd - blockStart);
            buffer.AsSpan(0, LogHeader.Length).CopyTo(buffer.AsSpan(length));
            if (Files.ReadAt(file, buffer.AsSpan(0, length), blockStart, name) != length)
            {
                return 0; // emptied at this moment
            }

            for (int before = length; before > 0;)
            {
                before = buffer.AsSpan(0, before).LastIndexOf((byte)'\n');
                bool isStart = before >= 0 || blockStart == 0;
                if (isStart && lineEnd >= 0 && IsTooMany(Header(before + 1, lineEnd - blockStart)))
                {
                    return lineEnd + 1;
                }

                lineEnd = before >= 0 ? blockStart + before : lineEnd;
            }
        }

        return -1;
    }

    private ReadOnlySpan<byte> Header(int lineStart, long lineEnd) =>
        buffer.AsSpan(lineStart, (int)Math.Min(LogHeader.Length, lineEnd - lineStart));

    private bool IsTooMany(ReadOnlySpan<byte> line)
    {
        if (!LogHeader.TryParse(line, out LogHeader header) || !filter.Allows(header.Time))
        {
            return false;
        }

        bool isEndOfLine = !header.IsPartial || !isFollowed[(int)header.Stream];
        isFollowed[(int)header.Stream] = true;
        found += isEndOfLine ? 1 : 0;
        return found > filter.Tail;
    }
}
