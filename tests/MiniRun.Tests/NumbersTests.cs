using MiniRun.Containers.Parsing;
using MiniRun.Linux;

namespace MiniRun.Tests;

public class NumbersTests
{
    public static TheoryData<ulong> Edges { get; } = [0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0x100000000, 0x7FFFFFFFFFFFFFFF, 0x8000000000000000];

    [Theory]
    [MemberData(nameof(Edges))]
    public void Around_every_power_of_two_a_number_is_itself(ulong edge)
    {
        for (ulong number = edge - 1000; number <= edge + 1000; number++)
        {
            Assert.True(DecimalText.TryParse(number.ToString(), ulong.MaxValue, out ulong value));
            Assert.Equal(number, value);
        }
    }

    [Theory]
    [MemberData(nameof(Edges))]
    public void Above_the_most_allowed_it_is_refused_and_never_wraps(ulong most)
    {
        for (ulong more = 0; more <= 1000; more++)
        {
            Assert.Equal(more == 0, DecimalText.TryParse((most + more).ToString(), most, out _));
        }
    }

    [Theory]
    [InlineData("18446744073709551615", true)]
    [InlineData("18446744073709551616", false)]
    [InlineData("18446744073709551625", false)]
    [InlineData("99999999999999999999", false)]
    [InlineData("184467440737095516150", false)]
    public void The_largest_number_is_the_last(string text, bool accepted) =>
        Assert.Equal(accepted, DecimalText.TryParse(text, ulong.MaxValue, out _));

    [Theory]
    [InlineData("")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("+1")]
    [InlineData("-1")]
    [InlineData("01")]
    [InlineData("00")]
    [InlineData("0x1")]
    [InlineData("1e3")]
    [InlineData("1_000")]
    [InlineData("1,000")]
    [InlineData("1.0")]
    [InlineData("1\n")]
    [InlineData("\u0661")] // ARABIC-INDIC DIGIT ONE
    [InlineData("\uFF11")] // FULLWIDTH DIGIT ONE
    public void What_is_not_plain_digits_is_refused(string text) => Assert.False(DecimalText.TryParse(text, ulong.MaxValue, out _));

    [Theory]
    [InlineData("-9223372036854775808", long.MinValue)]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("-1", -1)]
    [InlineData("0", 0)]
    public void Signed_numbers_reach_both_ends(string text, long expected)
    {
        Assert.True(Numbers.TryParse(text, long.MinValue, long.MaxValue, out long value));
        Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData("-9223372036854775809")]
    [InlineData("9223372036854775808")]
    [InlineData("-0")]
    [InlineData("--1")]
    [InlineData("-")]
    [InlineData("-01")]
    public void Signed_numbers_beyond_them_are_refused(string text) =>
        Assert.False(Numbers.TryParse(text, long.MinValue, long.MaxValue, out _));

    [Fact]
    public void The_sentence_names_flag_word_and_range()
    {
        UsageException exception = Assert.Throws<UsageException>(() => Numbers.Parse("--oom-score-adj", "1001", -1000, 1000));
        Assert.Equal("--oom-score-adj `1001`: not a whole number from -1000 to 1000", exception.Message);
    }
}
