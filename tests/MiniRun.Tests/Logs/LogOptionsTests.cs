using System.Globalization;
using System.Text;
using MiniRun.Containers.Logs;

namespace MiniRun.Tests.Logs;

public class LogOptionsTests
{
    [Theory]
    [InlineData("", 10 << 20, 2)]
    [InlineData("max-size=5m", 5 << 20, 2)]
    [InlineData("max-file=1", 10 << 20, 1)]
    [InlineData("max-file=3 max-size=1k max-file=500", 1024, 500)]
    public void Words_of_docker(string words, long bytes, int files) =>
        Assert.Equal(new LogOptions(bytes, files), LogOptions.Parse(words.Split(' ', StringSplitOptions.RemoveEmptyEntries)));

    [Theory]
    [InlineData("max-size", "not of the form NAME=VALUE")]
    [InlineData("=10m", "not of the form NAME=VALUE")]
    [InlineData("max-size=", "not a size above 0")]
    [InlineData("max-size=0", "not a size above 0")]
    [InlineData("max-size=-1", "not a size above 0")]
    [InlineData("max-size=10x", "not a size above 0")]
    [InlineData("max-file=0", "not a whole number from 1 to 500")]
    [InlineData("max-file=501", "not a whole number from 1 to 500")]
    [InlineData("max-file=02", "not a whole number from 1 to 500")]
    [InlineData("compress=true", "no option is called \"compress\"")]
    public void What_is_no_option_is_refused(string word, string reason) =>
        Assert.Equal($"--log-opt `{word}`: {reason}", Assert.Throws<UsageException>(() => LogOptions.Parse([word])).Message);

    [Theory]
    [InlineData(0, "1970-01-01T00:00:00.000000000Z")]
    [InlineData(-1, "1969-12-31T23:59:59.999999999Z")]
    [InlineData(LogBox.Start + 123_456_789, "2026-11-26T05:00:00.123456789Z")]
    [InlineData(951_782_400_000_000_001, "2000-02-29T00:00:00.000000001Z")]
    public void A_time_is_exact_to_the_nanosecond(long time, string text)
    {
        byte[] bytes = new byte[LogTime.Length];
        LogTime.Format(time, bytes);
        Assert.Equal(text, Encoding.ASCII.GetString(bytes));
        Assert.True(LogTime.TryParse(bytes, out long back));
        Assert.Equal(time, back);
    }

    [Fact]
    public void Now_is_now()
    {
        byte[] bytes = new byte[LogTime.Length];
        LogTime.Format(LogTime.Now, bytes);
        DateTimeOffset time = DateTimeOffset.Parse(Encoding.ASCII.GetString(bytes), CultureInfo.InvariantCulture);
        Assert.InRange((DateTimeOffset.UtcNow - time).TotalSeconds, -1, 60);
    }
}
