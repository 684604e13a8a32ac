using MiniRun.Output;

namespace MiniRun.Tests;

public class TableTests
{
    // What docker 20.10 and 28 print for these rows, but for the blanks at ends of lines.
    [Fact]
    public void Columns_stand_where_docker_puts_them()
    {
        TablePrinter table = new("container id", "image", "created", "names");
        table.Add("0123456789ab", "busybox", "About an hour ago", "a");
        table.Add("b", "x", "", "");
        Assert.Equal("""
            CONTAINER ID   IMAGE     CREATED             NAMES
            0123456789ab   busybox   About an hour ago   a
            b              x

            """, table.Render());
    }

    [Fact]
    public void A_column_as_wide_as_its_content_keeps_three_blanks()
    {
        TablePrinter table = new("A", "B");
        table.Add("1234567", "x");
        table.Add("12345678", "y");
        Assert.Equal("A          B\n1234567    x\n12345678   y\n", table.Render());
    }

    [Fact]
    public void Wide_and_combining_characters_are_counted_by_cells()
    {
        TablePrinter table = new("NAME", "X");
        table.Add("漢字漢字漢字", "1"); // 12 cells
        table.Add("e\u0301😀", "2"); // 1 + 2
        table.Add("1234567890ab", "3");
        Assert.Equal("NAME           X\n漢字漢字漢字   1\ne\u0301😀            2\n1234567890ab   3\n", table.Render());
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("abc é", 5)]
    [InlineData("漢", 2)]
    [InlineData("한글", 4)]
    [InlineData("\u1112\u1161\u11ab", 2)] // the same syllable in three letters
    [InlineData("ｆｕｌｌ", 8)]
    [InlineData("ﾊﾝｶｸ", 4)]
    [InlineData("a\u0300\u0301b", 2)]
    [InlineData("a\u200bb\u200d", 2)]
    [InlineData("🐳", 2)]
    [InlineData("→…«", 3)]
    [InlineData("\U00020000\U0002fa1d", 4)]
    public void Cells(string text, int cells) => Assert.Equal(cells, CellWidth.Of(text));

    [Fact]
    public void Text_of_a_container_drives_no_terminal_and_breaks_no_line()
    {
        TablePrinter table = new("COMMAND", "N");
        table.Add("\u001b[2J\n\t", "1");
        Assert.Equal("COMMAND           N\n\\x1b[2J\\x0a\\x09   1\n", table.Render());
    }

    [Fact]
    public void Rows_may_be_short_and_a_table_empty()
    {
        TablePrinter table = new("A", "B", "C");
        Assert.Equal("A         B         C\n", table.Render());
        table.Add("a long first cell");
        table.Add();
        Assert.Equal("A         B         C\na long first cell\n\n", table.Render());
    }
}
