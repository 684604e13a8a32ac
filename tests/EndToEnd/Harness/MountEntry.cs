namespace MiniRun.EndToEnd.Harness;

/// <summary>One line of /proc/PID/mountinfo; proc_pid_mountinfo(5).</summary>
/// <param name="Id">Number of the mount.</param>
/// <param name="Parent">Number of the mount it is on.</param>
/// <param name="Root">The part of the file system that is seen.</param>
/// <param name="Point">Where it is seen.</param>
/// <param name="Options">Options of the mount.</param>
/// <param name="Propagation">"shared:N", "master:N" and so on; empty if private.</param>
/// <param name="Type">File system type.</param>
/// <param name="Source">What was mounted.</param>
/// <param name="SuperOptions">Options of the file system.</param>
public sealed record MountEntry(
    int Id, int Parent, string Root, string Point, string[] Options, string Propagation, string Type, string Source, string SuperOptions)
{
    /// <summary>All lines of a mountinfo file.</summary>
    public static IReadOnlyList<MountEntry> Parse(string mountinfo) =>
        [.. mountinfo.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(ParseLine)];

    private static MountEntry ParseLine(string line)
    {
        string[] words = line.Split(' ');
        int separator = Array.IndexOf(words, "-");
        return new MountEntry(
            int.Parse(words[0], null), int.Parse(words[1], null), words[3], words[4], words[5].Split(','),
            string.Join(' ', words[6..separator]), words[separator + 1], words[separator + 2], words[separator + 3]);
    }
}
