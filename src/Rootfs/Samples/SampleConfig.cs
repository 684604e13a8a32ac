namespace MiniRun.Rootfs.Samples;

/// <summary>What <c>NAME.conf</c> says about a sample: <c>KEY=value</c> lines, <c>#</c> for comments.</summary>
public sealed record SampleConfig
{
    /// <summary>The command if none is given.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>Environment, NAME=value.</summary>
    public IReadOnlyList<string> Environment { get; init; } = [];

    /// <summary>Working directory, absolute.</summary>
    public string WorkingDirectory { get; init; } = "/";

    /// <summary>A directory of the machine that serves as root; null if a recipe makes it.</summary>
    public string? Root { get; init; }

    /// <summary>Reads the text of a configuration.</summary>
    /// <param name="name">The sample, for the error.</param>
    /// <param name="text">Its lines.</param>
    /// <exception cref="RootfsException">An unknown key or a line without '='.</exception>
    public static SampleConfig Parse(string name, string text)
    {
        SampleConfig config = new();
        List<string> environment = [];
        foreach (string raw in text.Split('\n'))
        {
            string line = raw.Trim();
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            int equals = line.IndexOf('=', StringComparison.Ordinal);
            string value = line[(equals + 1)..];
            switch (equals < 0 ? line : line[..equals])
            {
                case "CMD" when equals > 0:
                    config = config with { Command = value.Split(' ', StringSplitOptions.RemoveEmptyEntries) };
                    break;
                case "ENV" when equals > 0 && value.IndexOf('=', StringComparison.Ordinal) > 0:
                    environment.Add(value);
                    break;
                case "WORKDIR" when equals > 0:
                    config = config with { WorkingDirectory = value };
                    break;
                case "ROOT" when equals > 0:
                    config = config with { Root = value };
                    break;
                default:
                    throw new RootfsException($"sample `{name}`: line \"{line}\" of its configuration is not understood");
            }
        }

        return environment.Count == 0 ? config : config with { Environment = environment };
    }
}
