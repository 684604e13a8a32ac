using System.Globalization;

namespace MiniRun.Output;

/// <summary>Instants, as nanoseconds since 1970 (1678 to 2262), in the notations of docker.</summary>
internal static class Timestamp
{
    /// <summary>Nanoseconds in a second.</summary>
    public const long Second = 1_000_000_000;

    /// <summary>Now, to 100 nanoseconds.</summary>
    public static long Now => (DateTime.UtcNow - DateTime.UnixEpoch).Ticks * 100;

    /// <summary>RFC 3339 in UTC as in <c>inspect</c> (Go's RFC3339Nano): a fraction without zeros at its end.</summary>
    public static string Rfc3339(long instant)
    {
        string nanoseconds = Nanoseconds(instant).TrimEnd('0');
        return nanoseconds.Length == 0 ? $"{Seconds(instant):yyyy-MM-ddTHH:mm:ss}Z" : $"{Seconds(instant):yyyy-MM-ddTHH:mm:ss}.{nanoseconds}Z";
    }

    /// <summary>RFC 3339 with nine digits of fraction, as of <c>logs -t</c> (in UTC) and <c>events</c> (in local time).</summary>
    public static string Rfc3339Fixed(long instant, TimeZoneInfo? zone = null)
    {
        DateTimeOffset local = Local(instant, zone);
        string offset = local.Offset == TimeSpan.Zero ? "Z" : local.ToString("zzz", CultureInfo.InvariantCulture);
        return $"{local:yyyy-MM-ddTHH:mm:ss}.{Nanoseconds(instant)}{offset}";
    }

    /// <summary>As the column CreatedAt of <c>ps</c>: <c>2026-01-31 15:04:05 +0100 CET</c>.</summary>
    public static string CreatedAt(long instant, TimeZoneInfo zone)
    {
        DateTimeOffset local = Local(instant, zone);
        string offset = local.ToString("zzz", CultureInfo.InvariantCulture).Replace(":", "", StringComparison.Ordinal);
        string name = zone.IsDaylightSavingTime(local) ? zone.DaylightName : zone.StandardName;
        string shown = zone.Equals(TimeZoneInfo.Utc) ? "UTC" : name;
        return $"{local:yyyy-MM-dd HH:mm:ss} {offset} {shown}";
    }

    private static DateTimeOffset Local(long instant, TimeZoneInfo? zone) =>
        TimeZoneInfo.ConvertTime(new DateTimeOffset(Seconds(instant)), zone ?? TimeZoneInfo.Utc);

    private static DateTime Seconds(long instant)
    {
        long whole = instant / Second;
        return DateTime.UnixEpoch.AddSeconds(instant % Second < 0 ? whole - 1 : whole);
    }

    private static string Nanoseconds(long instant) =>
        (((instant % Second) + Second) % Second).ToString("D9", CultureInfo.InvariantCulture);
}
