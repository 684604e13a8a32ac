using MiniRun.Linux;

namespace MiniRun.Tests;

public class SignalNamesTests
{
    [Theory]
    [InlineData("TERM", 15)]
    [InlineData("SIGTERM", 15)]
    [InlineData("sigterm", 15)]
    [InlineData("term", 15)]
    [InlineData("15", 15)]
    [InlineData("HUP", 1)]
    [InlineData("SYS", 31)]
    [InlineData("POLL", 29)]
    [InlineData("1", 1)]
    [InlineData("64", 64)]
    [InlineData("RTMIN", 34)]
    [InlineData("SIGRTMIN+0", 34)]
    [InlineData("RTMIN+30", 64)]
    [InlineData("RTMAX", 64)]
    [InlineData("rtmax-30", 34)]
    public void A_signal_has_a_name_and_a_number(string text, int expected) => Assert.Equal(expected, SignalNames.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("65")]
    [InlineData("-15")]
    [InlineData("+15")]
    [InlineData(" 15")]
    [InlineData("SIG")]
    [InlineData("SIG15")]
    [InlineData("SIGSIGTERM")]
    [InlineData("TERMINATE")]
    [InlineData("RTMIN+31")]
    [InlineData("RTMIN-1")]
    [InlineData("RTMIN+")]
    [InlineData("RTMAX+1")]
    [InlineData("RTMAX-31")]
    [InlineData("RTMIN+ 1")]
    [InlineData("99999999999")]
    public void Anything_else_is_none(string text) => Assert.Null(SignalNames.Parse(text));

    [Fact]
    public void Every_name_is_read_back() =>
        Assert.All(Enumerable.Range(1, 31).Concat(Enumerable.Range(34, 31)), number => Assert.Equal(number, SignalNames.Parse(SignalNames.Name(number))));
}
