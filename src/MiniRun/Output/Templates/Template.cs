using System.Text.Json;

namespace MiniRun.Output.Templates;

/// <summary>
/// A template of <c>--format</c>: Go's text/template with docker's functions, over the same data as <c>--format json</c>. Not there:
/// define, template, block, html, js, urlquery, call, and methods other than <c>.Label</c>.
/// </summary>
internal sealed class Template
{
    private readonly List<TemplateNode> nodes;

    private Template(List<TemplateNode> nodes) => this.nodes = nodes;

    /// <summary>Parses a template.</summary>
    /// <param name="text">The template.</param>
    /// <param name="escapes">
    /// Whether \t and \n of its text are a tab and a newline, as in every verb of docker's that lists; <c>inspect</c> takes them
    /// as they are.
    /// </param>
    /// <exception cref="UsageException">A mistake of syntax, with its place.</exception>
    public static Template Parse(string text, bool escapes)
    {
        List<TemplateNode> nodes = TemplateParser.Parse(text);
        return new Template(escapes ? Unescape(nodes) : nodes);
    }

    /// <summary>What it makes of the data.</summary>
    /// <param name="data">The data.</param>
    /// <param name="printable">Whether strings of the data are escaped for a terminal (<see cref="Printable"/>).</param>
    /// <exception cref="UsageException">A field that is not there, a wrong argument, too much of something.</exception>
    public string Execute(JsonElement data, bool printable) => TemplateEvaluator.Execute(nodes, data, printable);

    /// <summary>The header line of a table of it.</summary>
    /// <param name="headers">The header of each field that the data has.</param>
    /// <exception cref="UsageException">As <see cref="Execute"/>.</exception>
    public string ExecuteHeader(IReadOnlyDictionary<string, string> headers) => TemplateEvaluator.Header(nodes, headers);

    private static List<TemplateNode> Unescape(List<TemplateNode> nodes) => nodes.ConvertAll(node => node switch
    {
        TextNode text => new TextNode(text.Text.Replace("\\t", "\t", StringComparison.Ordinal).Replace("\\n", "\n", StringComparison.Ordinal)),
        BranchNode branch => branch with { Body = Unescape(branch.Body), Else = Unescape(branch.Else) },
        _ => node,
    });
}
