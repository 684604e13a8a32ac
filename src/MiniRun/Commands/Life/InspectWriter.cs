using System.Globalization;
using System.Text.Json;
using MiniRun.Containers;
using MiniRun.Containers.Store;
using MiniRun.Linux;
using MiniRun.Oci;
using MiniRun.Output;

namespace MiniRun.Commands.Life;

/// <summary>One container as <c>inspect</c> shows it.</summary>
internal static class InspectWriter
{
    private const string Never = "0001-01-01T00:00:00Z"; // Go's zero time, which scripts compare with

    /// <summary>Writes the object.</summary>
    public static void Write(Utf8JsonWriter writer, ContainerEntry entry)
    {
        writer.WriteStartObject();
        writer.WriteString("Id"u8, entry.Id);
        writer.WriteString("Name"u8, $"/{entry.Name}");
        WriteState(writer, entry);
        if (entry.Record is { } record)
        {
            WriteRecord(writer, record, entry);
        }
        else
        {
            writer.WriteString("Damage"u8, entry.Damage);
        }

        writer.WriteEndObject();
    }

    private static void WriteState(Utf8JsonWriter writer, ContainerEntry entry)
    {
        ContainerState state = entry.State;
        writer.WriteStartObject("State"u8);
        writer.WriteString("Status"u8, StateSlot.Word(state.Status));
        writer.WriteBoolean("Running"u8, entry.IsAlive || state.Status == ContainerStatus.Restarting);
        writer.WriteBoolean("Paused"u8, state.Status == ContainerStatus.Paused);
        writer.WriteBoolean("Restarting"u8, state.Status == ContainerStatus.Restarting);
        writer.WriteBoolean("OOMKilled"u8, state.IsOutOfMemory);
        writer.WriteBoolean("Dead"u8, state.Status == ContainerStatus.Dead);
        writer.WriteBoolean("MonitorLost"u8, entry.IsMonitorLost);
        writer.WriteNumber("Pid"u8, entry.IsAlive ? state.Init?.Pid ?? 0 : 0);
        writer.WriteNumber("ExitCode"u8, state.ExitCode);
        ConfigWriter.Text(writer, "Error"u8, state.Error);
        writer.WriteString("StartedAt"u8, state.Started == 0 ? Never : Timestamp.Rfc3339(state.Started));
        writer.WriteString("FinishedAt"u8, state.Finished == 0 ? Never : Timestamp.Rfc3339(state.Finished));
        ConfigWriter.Texts(writer, "Verdict"u8, state.Verdict);
        writer.WriteEndObject();
    }

    private static void WriteRecord(Utf8JsonWriter writer, ContainerRecord record, ContainerEntry entry)
    {
        ProcessSpec process = record.Spec.Process;
        writer.WriteString("Created"u8, Timestamp.Rfc3339(record.Created));
        ConfigWriter.Text(writer, "Path"u8, process.Args[0]);
        ConfigWriter.Texts(writer, "Args"u8, [.. process.Args.Skip(1)]);
        ConfigWriter.Text(writer, "Image"u8, record.Image);
        writer.WriteNumber("RestartCount"u8, entry.State.Restarts);
        writer.WriteString("LogPath"u8, record.IsKept ? entry.Directory.Log : "");
        writer.WriteString("ConfigPath"u8, entry.Directory.Record);
        writer.WriteStartObject("HostConfig"u8);
        writer.WriteBoolean("AutoRemove"u8, record.AutoRemove);
        writer.WriteStartObject("RestartPolicy"u8);
        writer.WriteString("Name"u8, record.Restart.Word);
        writer.WriteNumber("MaximumRetryCount"u8, record.Restart.Most);
        writer.WriteEndObject();
        writer.WriteEndObject();
        WriteConfig(writer, record);
        writer.WritePropertyName("Spec"u8);
        ConfigWriter.Write(writer, record.Spec);
    }

    private static void WriteConfig(Utf8JsonWriter writer, ContainerRecord record)
    {
        ProcessSpec process = record.Spec.Process;
        writer.WriteStartObject("Config"u8);
        ConfigWriter.Text(writer, "Hostname"u8, record.Spec.Hostname ?? "");
        ConfigWriter.Text(writer, "Domainname"u8, record.Spec.Domainname ?? "");
        writer.WriteString("User"u8, string.Create(CultureInfo.InvariantCulture, $"{process.Uid}:{process.Gid}"));
        writer.WriteBoolean("Tty"u8, process.Terminal);
        writer.WriteBoolean("OpenStdin"u8, process.Interactive);
        ConfigWriter.Texts(writer, "Env"u8, process.Env);
        ConfigWriter.Texts(writer, "Cmd"u8, process.Args);
        ConfigWriter.Text(writer, "Image"u8, record.Image);
        ConfigWriter.Text(writer, "WorkingDir"u8, process.Cwd);
        writer.WriteString("StopSignal"u8, SignalNames.Name(record.StopSignal));
        writer.WriteStartObject("Labels"u8);
        foreach ((string name, string value) in record.Labels)
        {
            writer.WriteString(ConfigText.Encode(name), ConfigText.Encode(value));
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
