using System.Globalization;

namespace MiniRun.Output.Templates;

/// <summary>The tokens of a template as nodes. Depth is bounded: the stack is not to be ended by whoever types many brackets.</summary>
internal sealed partial class TemplateParser
{
    private const int Deepest = 64;
    private readonly string text;
    private readonly List<TemplateToken> tokens;
    private readonly List<string> variables = ["$"];
    private int at;
    private int depth;
    private int loops;

    private TemplateParser(string text)
    {
        this.text = text;
        tokens = TemplateLexer.Read(text);
    }

    private TemplateToken Next => tokens[at];

    /// <summary>Parses a template.</summary>
    /// <exception cref="UsageException">A mistake of syntax, with its place; an unknown function or variable.</exception>
    public static List<TemplateNode> Parse(string text)
    {
        TemplateParser parser = new(text);
        List<TemplateNode> nodes = parser.ParseList(out TemplateToken end);
        return end.Kind == TokenKind.End ? nodes : throw parser.Wrong(end, $"{{{{{end.Value}}}}} without what it belongs to");
    }

    // Up to {{else or {{end, which is consumed as far as its name, or the end of the template.
    private List<TemplateNode> ParseList(out TemplateToken end)
    {
        List<TemplateNode> nodes = [];
        while (true)
        {
            TemplateToken token = Take();
            switch (token.Kind)
            {
                case TokenKind.End:
                    end = token;
                    return nodes;
                case TokenKind.Text:
                    nodes.Add(new TextNode(token.Value));
                    continue;
            }

            SkipSpace();
            if (Next is { Kind: TokenKind.Name, Value: "else" or "end" })
            {
                end = Take();
                return nodes;
            }

            nodes.Add(ParseAction());
        }
    }

    private TemplateNode ParseAction()
    {
        TemplateToken token = Next;
        switch (token is { Kind: TokenKind.Name } ? token.Value : "")
        {
            case "if" or "with" or "range":
                return ParseBranch(Take());
            case "break" or "continue":
                Take();
                ExpectClose();
                return loops > 0 ? new LoopExitNode(token.Value == "break") : throw Wrong(token, "outside of a range");
            case "define" or "template" or "block":
                throw Wrong(token, "not supported: there is one template");
            default:
                Pipeline pipeline = ParsePipeline(inRange: false);
                ExpectClose();
                return new ActionNode(pipeline);
        }
    }

    private BranchNode ParseBranch(TemplateToken keyword)
    {
        Enter(keyword);
        int scope = variables.Count;
        BranchKind kind = keyword.Value switch
        {
            "if" => BranchKind.If,
            "with" => BranchKind.With,
            _ => BranchKind.Range,
        };
        Pipeline pipeline = ParsePipeline(kind == BranchKind.Range);
        ExpectClose();
        loops += kind == BranchKind.Range ? 1 : 0;
        List<TemplateNode> body = ParseList(out TemplateToken end);
        loops -= kind == BranchKind.Range ? 1 : 0;
        List<TemplateNode> otherwise = [];
        if (end.Value == "else")
        {
            SkipSpace();
            if (Next.Kind == TokenKind.Name && Next.Value == keyword.Value && kind != BranchKind.Range)
            {
                otherwise = [ParseBranch(Take())]; // {{else if …}} shares the {{end}}
                variables.RemoveRange(scope, variables.Count - scope);
                depth--;
                return new BranchNode(kind, pipeline, body, otherwise);
            }

            ExpectClose();
            otherwise = ParseList(out end);
        }

        if (end is not { Kind: TokenKind.Name, Value: "end" })
        {
            throw end.Kind == TokenKind.End ? Wrong(keyword, "has no {{end}}") : Wrong(end, "a second else");
        }

        ExpectClose();
        variables.RemoveRange(scope, variables.Count - scope);
        depth--;
        return new BranchNode(kind, pipeline, body, otherwise);
    }

    private void Enter(TemplateToken token)
    {
        if (++depth > Deepest)
        {
            throw Wrong(token, string.Create(CultureInfo.InvariantCulture, $"nested more than {Deepest} deep"));
        }
    }

    private TemplateToken Take() => Next.Kind == TokenKind.End ? Next : tokens[at++];

    private bool TakeSign(string sign)
    {
        bool found = Next.Kind == TokenKind.Sign && Next.Value == sign;
        at += found ? 1 : 0;
        return found;
    }

    private bool SkipSpace()
    {
        bool found = Next.Kind == TokenKind.Space;
        at += found ? 1 : 0;
        return found;
    }

    private void ExpectClose()
    {
        SkipSpace();
        TemplateToken token = Take();
        if (token.Kind != TokenKind.Close)
        {
            throw Wrong(token, "unexpected, }} should stand here");
        }
    }

    private UsageException Wrong(TemplateToken token, string reason) => TemplateError.Syntax(
        token.Position, token.Kind == TokenKind.End ? "the end" : text[token.Position..Math.Min(text.Length, token.Position + 24)], reason);
}
