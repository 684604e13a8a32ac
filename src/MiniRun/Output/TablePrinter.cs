using System.Text;

namespace MiniRun.Output;

/// <summary>
/// A table as docker prints it (Go's <c>tabwriter</c> with a least width of 10 and 3 blanks): a header in capitals, then one line
/// a row. Cells may hold text made in a container, so control characters are escaped; widths are counted in terminal cells.
/// </summary>
internal sealed class TablePrinter
{
    private const int LeastWidth = 10;
    private const int Gap = 3;
    private readonly List<string[]> rows = [];

    /// <summary>A table with a header.</summary>
    public TablePrinter(params string[] header) => Add(Array.ConvertAll(header, name => name.ToUpperInvariant()));

    /// <summary>Adds a row; it may have fewer or more cells than the header.</summary>
    public void Add(params string[] cells) => rows.Add(Array.ConvertAll(cells, Printable.Escape));

    /// <summary>The table, each line ended by a newline, without blanks at ends of lines.</summary>
    public string Render()
    {
        List<int> widths = [];
        foreach (string[] row in rows)
        {
            for (int i = 0; i < row.Length - 1; i++) // a last cell needs no room before a next one
            {
                int width = Math.Max(LeastWidth, CellWidth.Of(row[i]) + Gap);
                if (i == widths.Count)
                {
                    widths.Add(width);
                }

                widths[i] = Math.Max(widths[i], width);
            }
        }

        StringBuilder text = new();
        foreach (string[] row in rows)
        {
            int start = text.Length;
            for (int i = 0; i < row.Length; i++)
            {
                text.Append(row[i]);
                if (i < row.Length - 1)
                {
                    text.Append(' ', widths[i] - CellWidth.Of(row[i]));
                }
            }

            while (text.Length > start && text[^1] == ' ')
            {
                text.Length--;
            }

            text.Append('\n');
        }

        return text.ToString();
    }
}
