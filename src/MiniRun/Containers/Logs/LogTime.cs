using MiniRun.Linux;

namespace MiniRun.Containers.Logs;

/// <summary>
/// Nanoseconds since 1970 and their text, always of 30 bytes: <c>2026-11-26T05:00:00.123456789Z</c> (RFC 3339). Not
/// DateTimeOffset, which has only every hundredth of them.
/// </summary>
internal static unsafe class LogTime
{
    /// <summary>Bytes of the text.</summary>
    public const int Length = 30;

    private const long NanosecondsPerSecond = 1_000_000_000;

    // Where the separators stand; digits are everywhere else.
    private static ReadOnlySpan<byte> Pattern => "0000-00-00T00:00:00.000000000Z"u8;

    /// <summary>Now; clock_gettime(2), CLOCK_REALTIME.</summary>
    public static long Now
    {
        get
        {
            Timespec time;
            _ = LibC.clock_gettime(0, &time); // fails only for a clock that does not exist
            return (time.Seconds * NanosecondsPerSecond) + time.Nanoseconds;
        }
    }

    /// <summary>Writes the text.</summary>
    public static void Format(long time, Span<byte> text)
    {
        long second = Math.DivRem(time, NanosecondsPerSecond, out long nanosecond);
        if (nanosecond < 0)
        {
            second--;
            nanosecond += NanosecondsPerSecond;
        }

        DateTime moment = DateTime.UnixEpoch.AddTicks(second * TimeSpan.TicksPerSecond);
        Pattern.CopyTo(text);
        Digits(moment.Year, text[..4]);
        Digits(moment.Month, text[5..7]);
        Digits(moment.Day, text[8..10]);
        Digits(moment.Hour, text[11..13]);
        Digits(moment.Minute, text[14..16]);
        Digits(moment.Second, text[17..19]);
        Digits(nanosecond, text[20..29]);
    }

    /// <summary>Reads what <see cref="Format"/> writes and nothing else.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out long time)
    {
        time = 0;
        if (text.Length != Length)
        {
            return false;
        }

        for (int i = 0; i < Length; i++)
        {
            if (Pattern[i] == '0' ? !char.IsAsciiDigit((char)text[i]) : text[i] != Pattern[i])
            {
                return false;
            }
        }

        int year = Number(text[..4]);
        int month = Number(text[5..7]);
        int day = Number(text[8..10]);
        int hour = Number(text[11..13]);
        int minute = Number(text[14..16]);
        int second = Number(text[17..19]);

        // 1678 to 2261: the whole years that nanoseconds in 64 bits reach.
        if (year is < 1678 or > 2261 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
            || hour > 23 || minute > 59 || second > 59)
        {
            return false;
        }

        DateTime moment = new(year, month, day, hour, minute, second, DateTimeKind.Utc);
        time = ((moment - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerSecond * NanosecondsPerSecond) + Number(text[20..29]);
        return true;
    }

    private static void Digits(long value, Span<byte> text)
    {
        for (int i = text.Length - 1; i >= 0; i--)
        {
            text[i] = (byte)('0' + (value % 10));
            value /= 10;
        }
    }

    private static int Number(ReadOnlySpan<byte> digits)
    {
        int value = 0;
        foreach (byte digit in digits)
        {
            value = (value * 10) + digit - '0';
        }

        return value;
    }
}
