using System.Text;

namespace MiniRun.Output.Templates;

/// <summary>Walks the nodes of a template over one value. Steps, output and the text that functions make are bounded.</summary>
internal sealed partial class TemplateEvaluator
{
    private const int MostSteps = 1_000_000;
    private const int MostOutput = 16 << 20;
    private const int MostMade = 64 << 20;
    private readonly StringBuilder output = new();
    private readonly List<(string Name, object? Value)> variables = [];
    private readonly TemplateValues values;
    private readonly TemplateFields fields;
    private readonly TemplateFunctions functions;
    private readonly IReadOnlyDictionary<string, string>? headers;
    private int steps;
    private long made;

    private TemplateEvaluator(bool printable, IReadOnlyDictionary<string, string>? headers)
    {
        values = new TemplateValues(printable);
        fields = new TemplateFields(values);
        functions = new TemplateFunctions(values, headers is not null);
        this.headers = headers;
    }

    private enum Flow
    {
        Next,
        Break,
        Continue,
    }

    /// <summary>What the template makes of the data.</summary>
    /// <exception cref="UsageException">A field that is not there, a wrong argument, too much of something.</exception>
    public static string Execute(List<TemplateNode> nodes, System.Text.Json.JsonElement data, bool printable)
    {
        TemplateEvaluator evaluator = new(printable, null);
        return evaluator.Run(nodes, evaluator.values.Of(data));
    }

    /// <summary>The header line: each field is its header, which functions leave as it is.</summary>
    /// <exception cref="UsageException">As <see cref="Execute"/>.</exception>
    public static string Header(List<TemplateNode> nodes, IReadOnlyDictionary<string, string> headers) =>
        new TemplateEvaluator(false, headers).Run(nodes, headers);

    private string Run(List<TemplateNode> nodes, object? data)
    {
        variables.Add(("$", data));
        Walk(nodes, data);
        return output.ToString();
    }

    private Flow Walk(List<TemplateNode> nodes, object? dot)
    {
        foreach (TemplateNode node in nodes)
        {
            Step();
            Flow flow = Flow.Next;
            switch (node)
            {
                case TextNode text:
                    Write(text.Text);
                    break;
                case ActionNode action:
                    object? value = Evaluate(action.Pipeline, dot);
                    if (action.Pipeline.Variables.Length == 0)
                    {
                        Write(value is null ? "<no value>" : values.Print(value));
                    }
                    else
                    {
                        Set(action.Pipeline, 0, value);
                    }

                    break;
                case LoopExitNode exit:
                    return exit.Breaks ? Flow.Break : Flow.Continue;
                case BranchNode branch:
                    int scope = variables.Count;
                    flow = branch.Kind == BranchKind.Range ? Range(branch, dot) : Choose(branch, dot);
                    Leave(scope);
                    break;
            }

            if (flow != Flow.Next)
            {
                return flow;
            }
        }

        return Flow.Next;
    }

    private Flow Choose(BranchNode branch, object? dot)
    {
        object? value = Evaluate(branch.Pipeline, dot);
        if (branch.Pipeline.Variables.Length > 0)
        {
            Set(branch.Pipeline, 0, value);
        }

        return TemplateValues.IsTrue(value)
            ? Walk(branch.Body, branch.Kind == BranchKind.With ? value : dot)
            : Walk(branch.Else, dot);
    }

    private Flow Range(BranchNode branch, object? dot)
    {
        object? value = Evaluate(branch.Pipeline, dot);
        int scope = variables.Count;
        bool any = false;
        foreach ((object? key, object? item) in Pairs(value))
        {
            any = true;
            Step();
            string[] names = branch.Pipeline.Variables;
            if (names.Length == 2)
            {
                Set(branch.Pipeline, 0, key);
            }

            if (names.Length > 0)
            {
                Set(branch.Pipeline, names.Length - 1, item);
            }

            Flow flow = Walk(branch.Body, item);
            Leave(scope);
            if (flow == Flow.Break)
            {
                break;
            }
        }

        return any ? Flow.Next : Walk(branch.Else, dot);
    }

    private IEnumerable<(object? Key, object? Item)> Pairs(object? value)
    {
        switch (value)
        {
            case null:
                yield break;
            case string when headers is not null:
                yield return (0L, value);
                yield break;
            case long count:
                for (long i = 0; i < count; i++)
                {
                    yield return (i, i);
                }

                yield break;
        }

        if (values.Entries(value) is { } entries)
        {
            foreach ((string key, object? item) in entries)
            {
                yield return (key, item);
            }

            yield break;
        }

        object?[] items = values.Items(value) ?? throw TemplateError.Execution("range", $"takes a list or a map, not {TemplateValues.Kind(value)}");
        for (int i = 0; i < items.Length; i++)
        {
            yield return ((long)i, items[i]);
        }
    }

    private void Set(Pipeline pipeline, int which, object? value)
    {
        string name = pipeline.Variables[which];
        if (pipeline.Declares)
        {
            variables.Add((name, value));
        }
        else
        {
            variables[variables.FindLastIndex(known => known.Name == name)] = (name, value);
        }
    }

    private void Leave(int scope) => variables.RemoveRange(scope, variables.Count - scope);

    private object? Made(object? value)
    {
        made += value is string text ? text.Length : value is object?[] list ? list.Length : 0;
        return made <= MostMade ? value : throw TemplateError.Execution("…", $"makes more than {MostMade >> 20} million characters");
    }

    private void Write(string text)
    {
        if (output.Length + text.Length > MostOutput)
        {
            throw TemplateError.Execution("…", $"prints more than {MostOutput >> 20} million characters");
        }

        output.Append(text);
    }

    private void Step()
    {
        if (++steps > MostSteps)
        {
            throw TemplateError.Execution("…", $"takes more than {MostSteps} steps");
        }
    }
}
