using MiniRun.Init;

namespace MiniRun.Namespaces.Launch;

/// <summary>Who gets the signals that the init passes on.</summary>
public enum InitSignalTarget
{
    /// <summary>Its child, the program.</summary>
    Child = InitTarget.Child,

    /// <summary>The program's process group.</summary>
    Group = InitTarget.Group,

    /// <summary>Every process of the PID namespace.</summary>
    All = InitTarget.All,
}

/// <summary>How the built-in init goes about it.</summary>
public sealed class InitOptions
{
    /// <summary>Who gets the signals.</summary>
    public InitSignalTarget Target { get; set; }

    /// <summary>Whether the rest gets SIGTERM when the program has ended, and is waited for.</summary>
    public bool WaitForAll { get; set; }

    /// <summary>How long the rest is waited for, in seconds, before it is killed.</summary>
    public uint Grace { get; set; } = 10;

    /// <summary>Whether every signal and every child reaped is told on the container's standard error.</summary>
    public bool Verbose { get; set; }

    /// <summary>What to exit with instead of an exit code of the program.</summary>
    public Dictionary<byte, byte> ExitCodes { get; } = [];

    /// <summary>What to pass on instead of a signal; null drops it.</summary>
    public Dictionary<int, int?> Signals { get; } = [];

    internal unsafe byte[] ToSettings()
    {
        InitSettings settings = default;
        InitSettings.SetDefaults(&settings);
        settings.Target = (byte)Target;
        settings.WaitForAll = settings.EndsRest = (byte)(WaitForAll ? 1 : 0);
        settings.Grace = checked(Grace * 1000);
        settings.Verbosity = (byte)(Verbose ? 2 : 1);
        settings.Subreaper = 1; // in a shared PID namespace it is not PID 1
        foreach ((byte from, byte to) in ExitCodes)
        {
            settings.ExitMap[from] = to;
        }

        foreach ((int from, int? to) in Signals)
        {
            settings.SignalMap[from] = (byte?)to ?? InitSettings.Dropped;
        }

        return new ReadOnlySpan<byte>(&settings, sizeof(InitSettings)).ToArray();
    }
}
