namespace MiniRun.Output.Templates;

#pragma warning disable CS1591 // the grammar of text/template, one record a rule

/// <summary>Something that a list of nodes consists of: text, an action, a branch or a loop.</summary>
internal abstract record TemplateNode;

internal sealed record TextNode(string Text) : TemplateNode;

/// <summary>{{pipeline}}: prints its value unless it declares or sets a variable.</summary>
internal sealed record ActionNode(Pipeline Pipeline) : TemplateNode;

internal enum BranchKind
{
    If,
    With,
    Range,
}

/// <summary>{{if p}} a {{else}} b {{end}}, and the same with <c>with</c> and <c>range</c>.</summary>
internal sealed record BranchNode(BranchKind Kind, Pipeline Pipeline, List<TemplateNode> Body, List<TemplateNode> Else) : TemplateNode;

/// <summary>{{break}} or {{continue}}.</summary>
internal sealed record LoopExitNode(bool Breaks) : TemplateNode;

/// <summary>Commands joined by |, the value of each is the last argument of the next.</summary>
/// <param name="Variables">Those that are declared or set: none, one, or two in a range.</param>
/// <param name="Declares">:= and not =.</param>
/// <param name="Commands">At least one.</param>
internal sealed record Pipeline(string[] Variables, bool Declares, List<Command> Commands);

/// <summary>A function or value, and arguments.</summary>
internal sealed record Command(List<Operand> Operands);

/// <summary>A value, and the fields that are taken of it: <c>$x.A.B</c>.</summary>
internal abstract record Operand
{
    public string[] Fields { get; init; } = [];
}

internal sealed record DotOperand : Operand;

internal sealed record VariableOperand(string Name) : Operand;

internal sealed record FunctionOperand(string Name) : Operand;

/// <summary>A string, number, true, false or nil.</summary>
internal sealed record ConstantOperand(object? Value) : Operand;

/// <summary>(pipeline).</summary>
internal sealed record PipelineOperand(Pipeline Pipeline) : Operand;
#pragma warning restore CS1591
