using System.Text;
using System.Text.Json;
using MiniRun.Containers.Planning;
using MiniRun.Namespaces.Launch;

namespace MiniRun.Explain;

/// <summary>A plan as JSON, for tools: the same steps in the same order.</summary>
internal static class PlanJson
{
    /// <summary>One object, indented, with a newline at the end.</summary>
    public static string Of(ContainerPlan plan)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("id", plan.Spec.Id);
            json.WriteString("directory", plan.Directory.Path);
            json.WriteStartArray("steps");
            foreach (LaunchStep step in plan.Launch.Steps)
            {
                Write(json, step);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length) + "\n";
    }

    private static void Write(Utf8JsonWriter json, LaunchStep step)
    {
        json.WriteStartObject();
        json.WriteString("actor", step is ParentStep ? "parent" : "child");
        json.WriteString("operation", step.Operation);
        if (step.Argument is { } argument)
        {
            json.WriteString("argument", argument);
        }

        json.WriteString("why", step.Why);
        json.WriteString("manual", step.Manual);
        json.WriteStartArray("shell");
        foreach (string line in step.Shell)
        {
            json.WriteStringValue(line);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
