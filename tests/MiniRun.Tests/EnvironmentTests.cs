using MiniRun.Containers.Parsing;

namespace MiniRun.Tests;

public class EnvironmentTests
{
    private static EnvironmentParser Parse(string file)
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, file);
            EnvironmentParser parser = new();
            parser.AddFile(path);
            return parser;
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_later_entry_replaces_an_earlier_one_in_its_place()
    {
        EnvironmentParser parser = new();
        parser.Set("A=1");
        parser.Set("AB=2");
        parser.Add("--env", "A=3=4");
        parser.SetDefault("A", "no");
        parser.SetDefault("HOME", "/");
        Assert.Equal(["A=3=4", "AB=2", "HOME=/"], parser.Entries);
    }

    [Fact]
    public void A_name_alone_copies_the_callers()
    {
        Environment.SetEnvironmentVariable("MINIRUN_TEST_COPY", "x=y");
        EnvironmentParser parser = new();
        parser.Set("MINIRUN_TEST_UNSET=image");
        parser.Add("--env", "MINIRUN_TEST_COPY");
        parser.Add("--env", "MINIRUN_TEST_UNSET");
        Assert.Equal(["MINIRUN_TEST_COPY=x=y"], parser.Entries);
    }

    [Theory]
    [InlineData("")]
    [InlineData("=x")]
    [InlineData("A=b\0LD_PRELOAD=x")]
    public void No_entry(string text) => Assert.Throws<UsageException>(() => new EnvironmentParser().Add("--env", text));

    [Fact]
    public void A_file_has_one_entry_a_line() =>
        Assert.Equal(["A=1", "B= two ", "C=#3", "D="], Parse("\uFEFFA=1\n# comment\n\n  B= two \r\n\tC=#3\nD=\n  # also\n").Entries);

    [Theory]
    [InlineData("A B=1", "line 1")]
    [InlineData("A=1\nA =1\n", "line 2")]
    [InlineData("A=1\n=1\n", "line 2")]
    public void A_line_that_is_no_entry_is_named(string file, string where) =>
        Assert.Contains(where, Assert.Throws<UsageException>(() => Parse(file)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_NUL_in_a_file_is_refused() => Assert.Throws<UsageException>(() => Parse("A=1\0B=2\n"));
}
