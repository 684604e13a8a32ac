using MiniRun.Containers.Parsing;

namespace MiniRun.Tests;

public class SizeTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("512", 512)]
    [InlineData("512b", 512)]
    [InlineData("64m", 64 << 20)]
    [InlineData("64M", 64 << 20)]
    [InlineData("64mb", 64 << 20)]
    [InlineData("64MiB", 64 << 20)]
    [InlineData("1k", 1024)]
    [InlineData("1g", 1 << 30)]
    [InlineData("1.5g", 3L << 29)]
    [InlineData("0.5k", 512)]
    [InlineData("1t", 1L << 40)]
    [InlineData("1p", 1L << 50)]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("8191p", 8191L << 50)]
    public void A_size_is_exact(string text, long bytes)
    {
        Assert.True(ByteSize.TryParse(text, out ulong value));
        Assert.Equal((ulong)bytes, value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("m")]
    [InlineData(".5m")]
    [InlineData("1.m")]
    [InlineData("1..5m")]
    [InlineData("1.5.5m")]
    [InlineData("-1")]
    [InlineData("-64m")]
    [InlineData("64 m")]
    [InlineData("64mm")]
    [InlineData("64x")]
    [InlineData("0x40m")]
    [InlineData("0.1k")] // 102.4 bytes
    [InlineData("1.5")]
    [InlineData("9223372036854775808")]
    [InlineData("8192p")] // 2^63
    [InlineData("16384p")] // 2^64: would wrap to 0
    [InlineData("18446744073709551616")]
    [InlineData("18014398509481984k")] // 2^64
    [InlineData("064m")]
    public void What_is_no_size_or_too_large_is_refused(string text) => Assert.False(ByteSize.TryParse(text, out _));

    [Theory]
    [InlineData("0.5", 50_000)]
    [InlineData(".5", 50_000)]
    [InlineData("2", 200_000)]
    [InlineData("0.01", 1_000)]
    [InlineData("1.25", 125_000)]
    [InlineData("0.200000000", 20_000)]
    public void Cpus_become_a_quota(string text, long quota) => Assert.Equal(quota, CpuCount.Quota(text, 2));

    [Theory]
    [InlineData("0")]
    [InlineData("0.009")]
    [InlineData("2.000000001")]
    [InlineData("3")]
    [InlineData("-1")]
    [InlineData("1e0")]
    [InlineData("1.")]
    [InlineData(".")]
    [InlineData("")]
    [InlineData("0.5.")]
    [InlineData("0.0000000001")]
    [InlineData("18446744074")] // 10^9 times this wraps
    [InlineData("NaN")]
    public void Cpus_that_are_no_number_or_not_there_are_refused(string text)
    {
        UsageException exception = Assert.Throws<UsageException>(() => CpuCount.Quota(text, 2));
        Assert.Equal($"--cpus `{text}`: not a number from 0.01 to 2, the CPUs of this machine", exception.Message);
    }
}
