using System.Runtime.InteropServices;

namespace MiniRun.Init;

/// <summary>
/// How the init goes about it. Written by the managed side into a launch plan, or by the program itself from its arguments;
/// this file is compiled into both.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct InitSettings
{
    /// <summary>A signal that is not passed on, in <see cref="SignalMap"/>.</summary>
    public const byte Dropped = 255;

    /// <summary>A member of <see cref="InitTarget"/>: who gets the signals that are passed on.</summary>
    public byte Target;

    /// <summary>Whether to wait, after the main child, for everything else.</summary>
    public byte WaitForAll;

    /// <summary>Whether the rest gets SIGTERM when the main child has ended.</summary>
    public byte EndsRest;

    /// <summary>0: only what is fatal; 1: warnings too; 2: a line for each signal and each child; as tini counts.</summary>
    public byte Verbosity;

    /// <summary>Whether every orphan that is reaped is worth a warning (tini's -w).</summary>
    public byte WarnsOfOrphans;

    /// <summary>Whether orphans are to come to it where it is not PID 1.</summary>
    public byte Subreaper;

    /// <summary>A member of <see cref="InitGroup"/>: what the child is the leader of.</summary>
    public byte Group;

    /// <summary>The signal to get when its parent ends; 0 for none.</summary>
    public byte DeathSignal;

    /// <summary>How long to wait for the rest, in milliseconds.</summary>
    public uint Grace;

    /// <summary>What to pass on for a signal: another one, or <see cref="Dropped"/>; by its number.</summary>
    public fixed byte SignalMap[65];

    /// <summary>What to exit with for an exit code of the main child.</summary>
    public fixed byte ExitMap[256];

    /// <summary>What applies unless something else is asked for; tini's defaults.</summary>
    public static void SetDefaults(InitSettings* settings)
    {
        settings->Target = InitTarget.Child;
        settings->WaitForAll = 0;
        settings->EndsRest = 0;
        settings->Verbosity = 1;
        settings->WarnsOfOrphans = 0;
        settings->Subreaper = 0;
        settings->Group = InitGroup.ProcessGroup;
        settings->DeathSignal = 0;
        settings->Grace = 10000;
        for (int i = 0; i <= 64; i++)
        {
            settings->SignalMap[i] = (byte)i;
        }

        for (int i = 0; i < 256; i++)
        {
            settings->ExitMap[i] = (byte)i;
        }
    }
}

/// <summary>Values of <see cref="InitSettings.Target"/>.</summary>
internal static class InitTarget
{
    /// <summary>The main child.</summary>
    public const byte Child = 0;

    /// <summary>Its process group.</summary>
    public const byte Group = 1;

    /// <summary>Every process of the PID namespace.</summary>
    public const byte All = 2;
}

/// <summary>Values of <see cref="InitSettings.Group"/>.</summary>
internal static class InitGroup
{
    /// <summary>Nothing: it stays in the group of the init.</summary>
    public const byte None = 0;

    /// <summary>A process group of its own, in the foreground of the terminal if there is one; as in tini.</summary>
    public const byte ProcessGroup = 1;

    /// <summary>A session of its own; as in dumb-init.</summary>
    public const byte Session = 2;
}
