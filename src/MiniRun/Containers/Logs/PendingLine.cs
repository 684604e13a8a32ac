namespace MiniRun.Containers.Logs;

/// <summary>The beginning of a line whose end has not come yet.</summary>
internal sealed class PendingLine
{
    private byte[]? bytes; // made when a program first leaves a line unfinished; most never do

    /// <summary>How much there is.</summary>
    public int Length { get; private set; }

    /// <summary>When the first byte came.</summary>
    public long Time { get; private set; }

    /// <summary>The bytes.</summary>
    public ReadOnlySpan<byte> Content => bytes.AsSpan(0, Length);

    /// <summary>More of the line; the whole is at most <see cref="LogHeader.MostContent"/>.</summary>
    public void Add(ReadOnlySpan<byte> part, long time)
    {
        bytes ??= GC.AllocateUninitializedArray<byte>(LogHeader.MostContent);
        Time = Length == 0 ? time : Time;
        part.CopyTo(bytes.AsSpan(Length));
        Length += part.Length;
    }

    /// <summary>It has been written.</summary>
    public void Clear() => Length = 0;
}
