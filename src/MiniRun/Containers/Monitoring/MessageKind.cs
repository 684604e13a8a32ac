namespace MiniRun.Containers.Monitoring;

/// <summary>First byte of each message between a monitor and whoever talks to it.</summary>
internal static class MessageKind
{
    /// <summary>To the monitor: what is wanted, one byte of <see cref="AttachWish"/>.</summary>
    public const byte Attach = (byte)'a';

    /// <summary>To the monitor: bytes for standard input.</summary>
    public const byte Input = (byte)'i';

    /// <summary>To the monitor: standard input has ended.</summary>
    public const byte InputEnd = (byte)'e';

    /// <summary>To the monitor: the size of the terminal, struct winsize.</summary>
    public const byte Size = (byte)'w';

    /// <summary>To the monitor: the user stops the container, so no policy may start it again.</summary>
    public const byte Stop = (byte)'q';

    /// <summary>From the monitor: <see cref="Stop"/> has been noted.</summary>
    public const byte Noted = (byte)'n';

    /// <summary>From the monitor: it runs; the number of its first process, 4 bytes.</summary>
    public const byte Started = (byte)'s';

    /// <summary>From the monitor: it could not be started; exit code, 4 bytes, and a text in UTF-8.</summary>
    public const byte Failed = (byte)'f';

    /// <summary>From the monitor: bytes of standard output or of the terminal.</summary>
    public const byte Output = (byte)'o';

    /// <summary>From the monitor: bytes of standard error.</summary>
    public const byte Error = (byte)'x';

    /// <summary>From the monitor: a sentence about the limits that were hit.</summary>
    public const byte Verdict = (byte)'v';

    /// <summary>From the monitor: it has ended; exit code, 4 bytes.</summary>
    public const byte Ended = (byte)'z';
}

/// <summary>What somebody who attaches wants.</summary>
[Flags]
internal enum AttachWish
{
    /// <summary>To know when it has started, and when it ends.</summary>
    None = 0,

    /// <summary>What it writes.</summary>
    Output = 1,

    /// <summary>To write to its standard input.</summary>
    Input = 2,
}
