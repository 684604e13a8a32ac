namespace MiniRun.Output.Templates;

/// <summary>The values of pipelines, commands and operands.</summary>
internal sealed partial class TemplateEvaluator
{
    private object? Evaluate(Pipeline pipeline, object? dot)
    {
        object? value = null;
        for (int i = 0; i < pipeline.Commands.Count; i++)
        {
            value = Evaluate(pipeline.Commands[i], dot, i > 0, value);
        }

        return value;
    }

    private object? Evaluate(Command command, object? dot, bool piped, object? last)
    {
        List<Operand> operands = command.Operands;
        int count = operands.Count - 1 + (piped ? 1 : 0);
        if (operands[0] is FunctionOperand function)
        {
            TemplateFunctions.CheckCount(function.Name, count);
            object?[] arguments = new object?[count];
            for (int i = 0; i < count; i++)
            {
                object? argument = arguments[i] = i + 1 < operands.Count ? Evaluate(operands[i + 1], dot) : last;
                if (function.Name is "and" or "or" && (i == count - 1 || TemplateValues.IsTrue(argument) == (function.Name == "or")))
                {
                    return argument; // the others are not looked at
                }
            }

            return Made(functions.Call(function.Name, arguments));
        }

        if (operands[0].Fields is [.. var before, "Label"] && count == 1)
        {
            object? name = piped ? last : Evaluate(operands[1], dot);
            string text = name as string ?? throw TemplateError.Execution(".Label", $"takes text, not {TemplateValues.Kind(name)}");
            return headers is null ? fields.Label(Evaluate(operands[0] with { Fields = before }, dot), text) : LabelHeader(text);
        }

        return count == 0
            ? Evaluate(operands[0], dot)
            : throw TemplateError.Execution(Spelling(operands[0]), "takes no arguments", "a function stands before its arguments");
    }

    private object? Evaluate(Operand operand, object? dot)
    {
        Step();
        object? value = operand switch
        {
            ConstantOperand constant => constant.Value,
            VariableOperand variable => variables.FindLast(known => known.Name == variable.Name).Value,
            PipelineOperand inner => Evaluate(inner.Pipeline, dot),
            FunctionOperand function => Made(functions.Call(function.Name, [])),
            _ => dot,
        };
        return operand.Fields.Length == 0 ? value
            : headers is null ? fields.Take(value, operand.Fields, operand is DotOperand ? "" : Spelling(operand with { Fields = [] }))
            : FieldHeader(value, operand.Fields);
    }

    private string FieldHeader(object? value, string[] names)
    {
        if (ReferenceEquals(value, headers) && !headers!.ContainsKey(names[0]))
        {
            throw TemplateFields.Unknown("", names[0], [.. headers.Keys]);
        }

        return ReferenceEquals(value, headers) && names.Length == 1 ? headers![names[0]] : names[^1].ToUpperInvariant();
    }

    // Docker: "com.example.cpu-model" has the header "cpu model".
    private static string LabelHeader(string name) => name[(name.LastIndexOf('.') + 1)..].Replace('-', ' ').Replace('_', ' ');

    private static string Spelling(Operand operand)
    {
        string start = operand switch
        {
            VariableOperand variable => variable.Name,
            PipelineOperand => "(…)",
            ConstantOperand constant => constant.Value?.ToString() ?? "nil",
            _ => operand.Fields.Length == 0 ? "." : "",
        };
        return string.Concat(start, string.Concat(operand.Fields.Select(name => $".{name}")));
    }
}
