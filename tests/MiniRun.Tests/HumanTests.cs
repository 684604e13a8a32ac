using MiniRun.Containers.Parsing;
using MiniRun.Output;

namespace MiniRun.Tests;

public class HumanTests
{
    // The cases of go-units' own test, and the borders.
    [Theory]
    [InlineData(-5, "Less than a second")]
    [InlineData(0.45, "Less than a second")]
    [InlineData(1, "1 second")]
    [InlineData(1.99, "1 second")]
    [InlineData(2, "2 seconds")]
    [InlineData(59.9, "59 seconds")]
    [InlineData(60, "About a minute")]
    [InlineData(119, "About a minute")]
    [InlineData(120, "2 minutes")]
    [InlineData(3 * 60 + 40, "3 minutes")]
    [InlineData(3599, "59 minutes")]
    [InlineData(3600, "About an hour")]
    [InlineData(3600 + 29 * 60, "About an hour")]
    [InlineData(3600 + 45 * 60, "2 hours")]
    [InlineData(3 * 3600, "3 hours")]
    [InlineData(3 * 3600 + 59 * 60, "4 hours")]
    [InlineData(47 * 3600 + 29 * 60, "47 hours")]
    [InlineData(47 * 3600 + 30 * 60, "2 days")]
    [InlineData(60 * 3600, "2 days")]
    [InlineData(13 * 86400 + 5 * 3600, "13 days")]
    [InlineData(14 * 86400, "2 weeks")]
    [InlineData(21 * 86400, "3 weeks")]
    [InlineData(45 * 86400, "6 weeks")]
    [InlineData(60 * 86400, "2 months")]
    [InlineData(720 * 86400, "24 months")]
    [InlineData(730 * 86400, "2 years")]
    [InlineData(3 * 365 * 86400 + 60 * 86400, "3 years")]
    public void Spans(double seconds, string words)
    {
        Assert.Equal(words, HumanTime.Of(TimeSpan.FromSeconds(seconds)));
        Assert.Equal(words, HumanTime.OfNanoseconds((long)(seconds * 1e9)));
    }

    [Theory]
    [InlineData(0, "0B")]
    [InlineData(1, "1B")]
    [InlineData(999, "999B")]
    [InlineData(1000, "1kB")]
    [InlineData(1024, "1.02kB")]
    [InlineData(12_345, "12.3kB")]
    [InlineData(1_050_000, "1.05MB")]
    [InlineData(1_055_000, "1.05MB")] // 1.055 is a little less in binary
    [InlineData(999_499, "999kB")]
    [InlineData(999_999, "1MB")] // go-units: 1e+03kB
    [InlineData(1_250_000_000, "1.25GB")]
    [InlineData(3.42e12, "3.42TB")]
    [InlineData(9.22e18, "9.22EB")]
    public void Decimal_sizes(double bytes, string words) => Assert.Equal(words, HumanSize.OfDecimal(bytes));

    [Theory]
    [InlineData(0, "0B")]
    [InlineData(1023, "1023B")]
    [InlineData(1024, "1KiB")]
    [InlineData(1536, "1.5KiB")]
    [InlineData(512 * 1024, "512KiB")]
    [InlineData(1048576, "1MiB")]
    [InlineData(1048576 - 1, "1MiB")] // go-units: 1024KiB
    [InlineData(8_220_000_000, "7.655GiB")]
    [InlineData(1_331_691_520, "1.24GiB")]
    public void Binary_sizes(double bytes, string words) => Assert.Equal(words, HumanSize.OfBinary(bytes));

    private const long Noon = 1_767_268_800_000_000_000; // 2026-01-01T12:00:00Z
    private static readonly TimeZoneInfo Paris = TimeZoneInfo.CreateCustomTimeZone("x", TimeSpan.FromHours(1), "x", "CET");

    [Theory]
    [InlineData(0, "1970-01-01T00:00:00Z", "1970-01-01T00:00:00.000000000Z", "1970-01-01T01:00:00.000000000+01:00")]
    [InlineData(Noon + 1, "2026-01-01T12:00:00.000000001Z", "2026-01-01T12:00:00.000000001Z", "2026-01-01T13:00:00.000000001+01:00")]
    [InlineData(Noon + 120_000_000, "2026-01-01T12:00:00.12Z", "2026-01-01T12:00:00.120000000Z", "2026-01-01T13:00:00.120000000+01:00")]
    [InlineData(-1, "1969-12-31T23:59:59.999999999Z", "1969-12-31T23:59:59.999999999Z", "1970-01-01T00:59:59.999999999+01:00")]
    [InlineData(-1_000_000_000, "1969-12-31T23:59:59Z", "1969-12-31T23:59:59.000000000Z", "1970-01-01T00:59:59.000000000+01:00")]
    public void Timestamps(long instant, string trimmed, string utc, string local)
    {
        Assert.Equal(trimmed, Timestamp.Rfc3339(instant));
        Assert.Equal(utc, Timestamp.Rfc3339Fixed(instant));
        Assert.Equal(local, Timestamp.Rfc3339Fixed(instant, Paris));
    }

    [Fact]
    public void The_column_CreatedAt()
    {
        Assert.Equal("2026-01-01 12:00:00 +0000 UTC", Timestamp.CreatedAt(Noon + 5, TimeZoneInfo.Utc));
        Assert.Equal("2026-01-01 13:00:00 +0100 CET", Timestamp.CreatedAt(Noon, Paris));
    }

    [Fact]
    public void Now_is_now() => Assert.InRange(Timestamp.Now / Timestamp.Second - DateTimeOffset.UtcNow.ToUnixTimeSeconds(), -1, 1);

    [Theory]
    [InlineData("0", 0)]
    [InlineData("-0", 0)]
    [InlineData("10m", 600_000_000_000)]
    [InlineData("1h30m", 5400_000_000_000)]
    [InlineData("1.5h", 5400_000_000_000)]
    [InlineData("-10s", -10_000_000_000)]
    [InlineData("+5s", 5_000_000_000)]
    [InlineData(".5s", 500_000_000)]
    [InlineData("5.s", 5_000_000_000)]
    [InlineData("300ms", 300_000_000)]
    [InlineData("3us", 3000)]
    [InlineData("3µs", 3000)]
    [InlineData("3μs", 3000)]
    [InlineData("7ns", 7)]
    [InlineData("0.3ns", 0)]
    [InlineData("2562047h47m16.854775807s", long.MaxValue)]
    public void Durations(string text, long nanoseconds) => Assert.Equal(nanoseconds, GoDuration.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("3")]
    [InlineData("s")]
    [InlineData(".s")]
    [InlineData("1.2.3s")]
    [InlineData("1d")]
    [InlineData("1h 5m")]
    [InlineData("1H")]
    [InlineData("--1s")]
    [InlineData("1s-1s")]
    [InlineData("2562047h47m16.854775808s")]
    [InlineData("99999999999999999999h")]
    [InlineData("10m5")]
    public void No_durations(string text) => Assert.Null(GoDuration.Parse(text));

    [Theory]
    [InlineData("10m", Noon - 600_000_000_000)]
    [InlineData("-10m", Noon + 600_000_000_000)]
    [InlineData("0", 0)]
    [InlineData("0s", Noon)]
    [InlineData("1136073845", 1136073845_000_000_000)]
    [InlineData("1136073845.000000001", 1136073845_000_000_001)]
    [InlineData("1136073845.5", 1136073845_500_000_000)]
    [InlineData("2026-01-01T12:00:00Z", Noon)]
    [InlineData("2026-01-01T12:00:00z", Noon)]
    [InlineData("2026-01-01T12:00:00.000000001Z", Noon + 1)]
    [InlineData("2026-01-01T12:00:00.25Z", Noon + 250_000_000)]
    [InlineData("2026-01-01T14:30:00+02:30", Noon)]
    [InlineData("2026-01-01T09:30:00.5-02:30", Noon + 500_000_000)]
    [InlineData("2026-01-01T12:00Z", Noon)]
    [InlineData("2026-01-01T12Z", Noon)]
    [InlineData("2026-01-01Z", Noon - 12 * 3600_000_000_000)]
    [InlineData("2026-01-01T13:00:00", Noon)]
    [InlineData("2026-01-01T13:00:00.000000002", Noon + 2)]
    [InlineData("2026-01-01T13:00", Noon)]
    [InlineData("2026-01-01T13", Noon)]
    [InlineData("2026-01-01", Noon - 13 * 3600_000_000_000)]
    [InlineData("2026-01-01-01:00", Noon - 11 * 3600_000_000_000)]
    public void Words_of_since_and_until(string word, long instant) => Assert.Equal(instant, InstantParser.Parse("--since", word, Noon, Paris));

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("10x")]
    [InlineData("12:00")]
    [InlineData("2026-13-01")]
    [InlineData("2026-02-30")]
    [InlineData("2026-1-1")]
    [InlineData("2026-01-01T25:00:00Z")]
    [InlineData("2026-01-01T12:00:00.Z")]
    [InlineData("2026-01-01T12:00:00.0000000001Z")]
    [InlineData("2026-01-01T12:00:00+2")]
    [InlineData("1136073845.")]
    [InlineData("1136073845.0000000001")]
    [InlineData(".5")]
    [InlineData("-")]
    [InlineData("-5")]
    [InlineData("1e9")]
    public void No_words_of_since_and_until(string word) => Assert.Equal(
        $"--until `{word}`: neither a time nor a duration",
        Assert.Throws<UsageException>(() => InstantParser.Parse("--until", word, Noon, Paris)).Message);

    [Theory]
    [InlineData("9999-01-01")]
    [InlineData("0001-01-01")]
    [InlineData("99999999999")]
    [InlineData("-2562047h")]
    public void Too_far_away(string word) => Assert.Equal(
        $"--until `{word}`: out of range",
        Assert.Throws<UsageException>(() => InstantParser.Parse("--until", word, Noon, Paris)).Message);
}
