using System.Buffers;
using System.Text;
using System.Text.Json;
using MiniRun.Containers.Store;
using MiniRun.Oci;
using MiniRun.Output;
using MiniRun.Output.Templates;

namespace MiniRun.Commands.Life;

/// <summary><c>minirun inspect</c>: docker's members where there are any, and the OCI configuration.</summary>
internal static class InspectCommand
{
    /// <summary>Its flags.</summary>
    public static FlagTable Flags() => FlagTable.Of(
        new Flag("format", 'f', FlagKind.Value, "FORMAT", "json, or a Go template for each container"));

    /// <summary>Prints an array of those that are there; the others are complained of.</summary>
    public static int Execute(string[] args)
    {
        VerbWords words = Verbs.Find("inspect")!.Parse(args);
        if (words.IsHelp)
        {
            StandardStreams.Out(Verbs.Find("inspect")!.Help);
            return 0;
        }

        string? format = words.Last("format");
        if (format is not null and not "json")
        {
            Template template = Template.Parse(format, escapes: false);
            return EachContainer.Do(words.Operands, entry => Print(template, entry), print: false);
        }

        List<ContainerEntry> found = [];
        int code = EachContainer.Do(words.Operands, found.Add, print: false);
        StandardStreams.Out(Document(found, indented: format is null));
        return code;
    }

    private static void Print(Template template, ContainerEntry entry)
    {
        using JsonDocument document = JsonDocument.Parse(Document([entry], indented: false));
        StandardStreams.Out(template.Execute(document.RootElement[0], printable: true) + "\n");
    }

    private static string Document(List<ContainerEntry> entries, bool indented)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, ConfigWriter.Options with { Indented = indented, IndentSize = 4 }))
        {
            writer.WriteStartArray();
            foreach (ContainerEntry entry in entries)
            {
                InspectWriter.Write(writer, entry);
            }

            writer.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }
}
