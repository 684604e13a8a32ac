using System.Buffers;
using System.Text.Json;
using MiniRun.Containers;
using MiniRun.Containers.Parsing;
using MiniRun.Containers.Store;
using MiniRun.Oci;
using MiniRun.Output;
using MiniRun.Output.Templates;

namespace MiniRun.Commands.Life;

/// <summary><c>minirun ps</c>: docker's columns, words and filters.</summary>
internal static class PsCommand
{
    private const string Columns = "table {{.ID}}\\t{{.Image}}\\t{{.Command}}\\t{{.RunningFor}}\\t{{.Status}}\\t{{.Names}}";
    private const int CommandCells = 20;

    private static readonly Dictionary<string, string> Headers = new(StringComparer.Ordinal)
    {
        ["ID"] = "CONTAINER ID",
        ["Image"] = "IMAGE",
        ["Command"] = "COMMAND",
        ["CreatedAt"] = "CREATED AT",
        ["RunningFor"] = "CREATED",
        ["Status"] = "STATUS",
        ["State"] = "STATE",
        ["Names"] = "NAMES",
        ["Labels"] = "LABELS",
        ["Pid"] = "PID",
        ["ExitCode"] = "EXIT CODE",
    };

    /// <summary>Its flags.</summary>
    public static FlagTable Flags() => FlagTable.Of(
        new Flag("all", 'a', FlagKind.Switch, "", "Those that do not run as well"),
        new Flag("quiet", 'q', FlagKind.Switch, "", "Ids only"),
        new Flag("last", 'n', FlagKind.Value, "N", "The N newest, whether they run or not"),
        new Flag("latest", 'l', FlagKind.Switch, "", "The newest, whether it runs or not"),
        new Flag("filter", 'f', FlagKind.List, "KEY=VALUE", "status=, name=, id=, label=, exited=, ancestor="),
        new Flag("format", '\0', FlagKind.Value, "FORMAT", "table, json, or a Go template"),
        new Flag("no-trunc", '\0', FlagKind.Switch, "", "Ids and commands in full"));

    /// <summary>Lists them.</summary>
    public static int Execute(string[] args)
    {
        VerbWords words = Verbs.Find("ps")!.Parse(args);
        if (words.IsHelp)
        {
            StandardStreams.Out(Verbs.Find("ps")!.Help);
            return 0;
        }

        PsFilter filter = PsFilter.Parse(words.All("filter"));
        int most = words.Switch("latest") ? 1 : words.Last("last") is { } last ? (int)Numbers.Parse("--last", last, -1, int.MaxValue) : -1;
        bool full = words.Switch("no-trunc");
        return EachContainer.Guard(() =>
        {
            bool all = words.Switch("all") || most >= 0 || filter.NamesStatus;
            List<ContainerEntry> entries = ContainerStore.All().FindAll(entry => (all || entry.IsAlive) && filter.Allows(entry));
            if (most >= 0 && entries.Count > most)
            {
                entries.RemoveRange(most, entries.Count - most);
            }

            StandardStreams.Out(words.Switch("quiet") && words.Last("format") is null
                ? string.Concat(entries.Select(entry => $"{(full ? entry.Id : ContainerId.Short(entry.Id))}\n"))
                : Render(entries, words.Last("format"), full));
            return 0;
        });
    }

    private static string Render(List<ContainerEntry> entries, string? format, bool full)
    {
        ArrayBufferWriter<byte> buffer = new();
        long now = Timestamp.Now;
        using (Utf8JsonWriter writer = new(buffer, ConfigWriter.Options))
        {
            writer.WriteStartArray();
            foreach (ContainerEntry entry in entries)
            {
                Write(writer, entry, now, full);
            }

            writer.WriteEndArray();
        }

        using JsonDocument rows = JsonDocument.Parse(buffer.WrittenMemory);
        string chosen = format is null or "table" ? Columns : format;
        return OutputFormat.Parse(chosen, Columns).Render([.. rows.RootElement.EnumerateArray()], Headers, printable: true);
    }

    private static void Write(Utf8JsonWriter writer, ContainerEntry entry, long now, bool full)
    {
        ContainerRecord? record = entry.Record;
        writer.WriteStartObject();
        writer.WriteString("ID"u8, full ? entry.Id : ContainerId.Short(entry.Id));
        writer.WriteString("Image"u8, record?.Image ?? "");
        writer.WriteString("Command"u8, record is null ? "" : Command(record, full));
        writer.WriteString("CreatedAt"u8, record is null ? "" : Timestamp.CreatedAt(record.Created, TimeZoneInfo.Local));
        writer.WriteString("RunningFor"u8, record is null ? "" : $"{HumanTime.OfNanoseconds(Math.Max(0, now - record.Created))} ago");
        writer.WriteString("Status"u8, StatusText.Of(entry, now));
        writer.WriteString("State"u8, StateSlot.Word(entry.State.Status));
        writer.WriteString("Names"u8, entry.Name);
        writer.WriteString("Labels"u8, record is null ? "" : string.Join(',', record.Labels.Select(label => $"{label.Key}={label.Value}")));
        writer.WriteNumber("Pid"u8, entry.IsAlive ? entry.State.Init?.Pid ?? 0 : 0);
        writer.WriteNumber("ExitCode"u8, entry.State.ExitCode);
        writer.WriteEndObject();
    }

    private static string Command(ContainerRecord record, bool full)
    {
        string command = string.Join(' ', record.Spec.Process.Args);
        return full || command.Length <= CommandCells ? $"\"{command}\"" : $"\"{command[..(CommandCells - 1)]}…\"";
    }
}
