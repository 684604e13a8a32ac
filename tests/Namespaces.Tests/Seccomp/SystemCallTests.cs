using MiniRun.Namespaces.Sandbox.Seccomp;

namespace MiniRun.Namespaces.Tests.Seccomp;

public class SystemCallTests
{
    // Debian and others; one is on every machine that can link minirun.
    private static readonly string[] s_headers =
        ["/usr/include/x86_64-linux-gnu/asm/unistd_64.h", "/usr/include/asm/unistd_64.h"];

    [Theory]
    [InlineData("read", 0)]
    [InlineData("clone", 56)]
    [InlineData("rseq", 334)]
    [InlineData("uprobe", 336)]
    [InlineData("pidfd_send_signal", 424)]
    [InlineData("set_mempolicy_home_node", 450)]
    [InlineData("fchmodat2", 452)]
    [InlineData("mseal", 462)]
    [InlineData("file_setattr", 469)]
    public void Names_and_numbers_belong_together(string name, int number)
    {
        Assert.Equal(number, X64SystemCalls.NumberOf(name));
        Assert.Equal(name, X64SystemCalls.NameOf(number));
    }

    [Theory]
    [InlineData("socketcall")]
    [InlineData("READ")]
    [InlineData("@424")]
    [InlineData("")]
    public void Other_names_have_no_number(string name) => Assert.Equal(-1, X64SystemCalls.NumberOf(name));

    [Theory]
    [InlineData(337)]
    [InlineData(423)]
    [InlineData(470)]
    [InlineData(-1)]
    public void Unassigned_numbers_have_no_name(int number) => Assert.Null(X64SystemCalls.NameOf(number));

    [Fact]
    public void The_kernels_header_says_the_same()
    {
        string? header = s_headers.FirstOrDefault(File.Exists);
        Assert.True(header is not null, $"no kernel header at {string.Join(" or ", s_headers)}: install libc6-dev");
        string[][] defines =
        [
            .. File.ReadLines(header)
                .Select(line => line.Split(' '))
                .Where(words => words[0] == "#define" && words.Length == 3),
        ];
        Assert.True(defines.Length > 350);
        Assert.All(
            defines, words => Assert.Equal(int.Parse(words[2]), X64SystemCalls.NumberOf(words[1].Replace("__NR_", ""))));
    }
}
