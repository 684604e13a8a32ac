using System.Globalization;
using MiniRun.Containers.Parsing;
using MiniRun.Containers.Store;

namespace MiniRun.Commands.Life;

/// <summary>The filters of <c>ps</c>: of one key any value may hold, of different keys all must, as in docker.</summary>
internal sealed class PsFilter
{
    private static readonly string[] Keys = ["status", "name", "id", "label", "exited", "ancestor"];
    private readonly Dictionary<string, List<string>> wanted = new(StringComparer.Ordinal);

    /// <summary>Whether a status is asked for: then those that do not run are looked at too.</summary>
    public bool NamesStatus => wanted.ContainsKey("status") || wanted.ContainsKey("exited");

    /// <summary>Parses <c>KEY=VALUE</c> words.</summary>
    /// <exception cref="UsageException">Not a filter.</exception>
    public static PsFilter Parse(IReadOnlyList<string> words)
    {
        PsFilter filter = new();
        foreach (string word in words)
        {
            int equals = word.IndexOf('=', StringComparison.Ordinal);
            string key = equals < 0 ? word : word[..equals];
            if (equals < 0 || Array.IndexOf(Keys, key) < 0)
            {
                throw new UsageException("--filter", word, equals < 0 ? "not of the form KEY=VALUE" : "not a filter", $"filters: {string.Join(", ", Keys)}");
            }

            string value = word[(equals + 1)..];
            Check(word, key, value);
            if (!filter.wanted.TryGetValue(key, out List<string>? values))
            {
                filter.wanted[key] = values = [];
            }

            values.Add(value);
        }

        return filter;
    }

    /// <summary>Whether a container is among those asked for.</summary>
    public bool Allows(ContainerEntry entry)
    {
        foreach ((string key, List<string> values) in wanted)
        {
            if (!values.Exists(value => Holds(entry, key, value)))
            {
                return false;
            }
        }

        return true;
    }

    private static void Check(string word, string key, string value)
    {
        if (key == "status" && !Enum.GetValues<ContainerStatus>().Any(status => StateSlot.Word(status) == value))
        {
            throw new UsageException("--filter", word, "not a status", "statuses: created, running, paused, restarting, exited, dead");
        }

        if (key == "exited")
        {
            _ = Numbers.Parse("--filter exited", value, 0, 255);
        }
    }

    private static bool Holds(ContainerEntry entry, string key, string value) => key switch
    {
        "status" => StateSlot.Word(entry.State.Status) == value,
        "name" => entry.Name.Contains(value, StringComparison.Ordinal),
        "id" => entry.Id.StartsWith(value, StringComparison.Ordinal),
        "ancestor" => entry.Record?.Image == value,
        "exited" => entry.State.Status == ContainerStatus.Exited
            && entry.State.ExitCode.ToString(CultureInfo.InvariantCulture) == value,
        _ => HasLabel(entry, value),
    };

    private static bool HasLabel(ContainerEntry entry, string value)
    {
        int equals = value.IndexOf('=', StringComparison.Ordinal);
        string name = equals < 0 ? value : value[..equals];
        return entry.Record is { } record && record.Labels.TryGetValue(name, out string? found)
            && (equals < 0 || found == value[(equals + 1)..]);
    }
}
