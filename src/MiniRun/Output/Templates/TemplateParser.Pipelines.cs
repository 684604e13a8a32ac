namespace MiniRun.Output.Templates;

/// <summary>What stands inside of an action: pipelines, commands, operands.</summary>
internal sealed partial class TemplateParser
{
    private Pipeline ParsePipeline(bool inRange)
    {
        SkipSpace();
        (string[] set, bool declares) = ParseVariables(inRange);
        List<Command> commands = [];
        do
        {
            Command command = ParseCommand();
            if (commands.Count > 0 && command.Operands[0] is ConstantOperand or DotOperand { Fields: [] })
            {
                throw Wrong(Next, "only a function can stand behind |");
            }

            commands.Add(command);
        }
        while (TakeSign("|"));
        if (declares)
        {
            variables.AddRange(set); // not before: {{$x := $x}} is about an outer one
        }

        return new Pipeline(set, declares, commands);
    }

    // $x := | $x = | $i, $x := ; nothing of it is consumed if it is none.
    private (string[] Names, bool Declares) ParseVariables(bool inRange)
    {
        int start = at;
        List<string> names = [];
        while (Next.Kind == TokenKind.Variable && names.Count < (inRange ? 2 : 1))
        {
            names.Add(Take().Value);
            SkipSpace();
            if (Next is { Kind: TokenKind.Sign, Value: ":=" or "=" })
            {
                TemplateToken sign = Take();
                string? unknown = sign.Value == "=" ? names.Find(name => !variables.Contains(name)) : null;
                return unknown is null ? ([.. names], sign.Value == ":=") : throw Wrong(tokens[start], "no such variable");
            }

            if (!TakeSign(","))
            {
                break;
            }

            SkipSpace();
        }

        at = start;
        return ([], false);
    }

    private Command ParseCommand()
    {
        List<Operand> operands = [];
        while (true)
        {
            bool apart = SkipSpace();
            TemplateToken token = Next;
            if (token.Kind is TokenKind.Close or TokenKind.End || token is { Kind: TokenKind.Sign, Value: "|" or ")" })
            {
                return operands.Count > 0 ? new Command(operands) : throw Wrong(token, "a value is missing");
            }

            if (operands.Count > 0 && !apart)
            {
                throw Wrong(token, "a blank is missing before it");
            }

            operands.Add(ParseOperand());
        }
    }

    private Operand ParseOperand()
    {
        TemplateToken token = Take();
        Operand operand = token.Kind switch
        {
            TokenKind.Dot or TokenKind.Field => new DotOperand(),
            TokenKind.Variable when variables.Contains(token.Value) => new VariableOperand(token.Value),
            TokenKind.Variable => throw Wrong(token, "no such variable"),
            TokenKind.String => new ConstantOperand(token.Value),
            TokenKind.Number => new ConstantOperand(GoText.Number(token.Value) ?? throw Wrong(token, "no number")),
            TokenKind.Name => ParseName(token),
            TokenKind.Sign when token.Value == "(" => ParseParentheses(token),
            _ => throw Wrong(token, "unexpected"),
        };
        List<string> fields = token.Kind == TokenKind.Field ? [token.Value] : [];
        while (Next.Kind == TokenKind.Field)
        {
            fields.Add(operand is ConstantOperand or FunctionOperand ? throw Wrong(Next, "has no fields") : Take().Value);
        }

        return fields.Count == 0 ? operand : operand with { Fields = [.. fields] };
    }

    private Operand ParseName(TemplateToken token) => token.Value switch
    {
        "true" => new ConstantOperand(true),
        "false" => new ConstantOperand(false),
        "nil" => new ConstantOperand(null),
        _ when TemplateFunctions.Exists(token.Value) => new FunctionOperand(token.Value),
        _ => throw TemplateError.Syntax(token.Position, token.Value, "no such function", FunctionHint(token.Value)),
    };

    private static string FunctionHint(string name) => Commands.Suggestion.For(name, TemplateFunctions.Names) is { } near
        ? $"did you mean {near}?"
        : $"fields have a dot before them: .{name}";

    private PipelineOperand ParseParentheses(TemplateToken open)
    {
        Enter(open);
        Pipeline pipeline = ParsePipeline(inRange: false);
        if (!TakeSign(")"))
        {
            throw Wrong(open, "the bracket is not closed");
        }

        depth--;
        return new PipelineOperand(pipeline);
    }
}
