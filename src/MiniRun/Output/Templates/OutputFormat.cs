using System.Text;
using System.Text.Json;

namespace MiniRun.Output.Templates;

/// <summary>What <c>--format</c> asks for where a verb lists things: a table, JSON lines, or a template for each.</summary>
internal sealed class OutputFormat
{
    private readonly Template? template; // null: JSON
    private readonly bool table;

    private OutputFormat(Template? template, bool table)
    {
        this.template = template;
        this.table = table;
    }

    /// <summary>Reads the word.</summary>
    /// <param name="word">The value of <c>--format</c>: null, "" or <c>table</c>; <c>table TEMPLATE</c>; <c>json</c>; or a template.</param>
    /// <param name="columns">The template of the verb's own table, without the word "table".</param>
    /// <exception cref="UsageException">A mistake of syntax.</exception>
    public static OutputFormat Parse(string? word, string columns)
    {
        const string Table = "table";
        string format = (word ?? "").Trim(' ');
        if (format == "json")
        {
            return new OutputFormat(null, table: false);
        }

        if (format.Length == 0 || format == Table)
        {
            return new OutputFormat(Template.Parse(columns, escapes: true), table: true);
        }

        bool isTable = format.StartsWith(Table, StringComparison.Ordinal) && format[Table.Length] is ' ' or '{' or '\t' or '\\';
        string text = isTable ? format[Table.Length..].Trim(' ') : format;
        return new OutputFormat(Template.Parse(text, escapes: true), isTable);
    }

    /// <summary>The output: a table with its header, or a line a row.</summary>
    /// <param name="rows">One object each.</param>
    /// <param name="headers">The header of each field of a row; the fields of a table are looked up here first.</param>
    /// <param name="printable">Whether text of the data is escaped for a terminal; in a table it always is.</param>
    /// <exception cref="UsageException">A field that is not there, a wrong argument, too much of something.</exception>
    public string Render(IEnumerable<JsonElement> rows, IReadOnlyDictionary<string, string> headers, bool printable)
    {
        StringBuilder text = new();
        TablePrinter? printer = table ? new TablePrinter(template!.ExecuteHeader(headers).Split('\t')) : null;
        foreach (JsonElement row in rows)
        {
            string line = template is null ? TemplateValues.Json(row) : template.Execute(row, printable || table);
            if (printer is null)
            {
                text.Append(line).Append('\n');
                continue;
            }

            foreach (string part in line.Split('\n'))
            {
                printer.Add(part.Split('\t'));
            }
        }

        return printer?.Render() ?? text.ToString();
    }
}
