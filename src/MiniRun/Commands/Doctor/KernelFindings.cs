using MiniRun.Linux;

namespace MiniRun.Commands;

/// <summary>The kernel's version and the rights of this process.</summary>
internal static class KernelFindings
{
    private const int FloorMajor = 6;
    private const int FloorMinor = 1;

    /// <summary>The findings.</summary>
    public static IEnumerable<Finding> All()
    {
        string release = Files.ReadText("/proc/sys/kernel/osrelease").TrimEnd('\n');
        yield return IsAtFloor(release)
            ? new Finding("Kernel", "version", Verdict.Works, $"{release}; {FloorMajor}.{FloorMinor} is the oldest that is tested")
            : new Finding("Kernel", "version", Verdict.Limited, $"{release} is older than {FloorMajor}.{FloorMinor}, the oldest that is tested");
        yield return LibC.geteuid() == 0
            ? new Finding("Kernel", "root", Verdict.Works, "this is root")
            : new Finding("Kernel", "root", Verdict.Missing, "this is not root: mounts and cgroups need it; use sudo");
    }

    /// <summary>Whether a release such as "6.1.0-18-amd64" is not below the floor.</summary>
    public static bool IsAtFloor(string release)
    {
        string[] parts = release.Split('.', '-', '+');
        return parts.Length >= 2
            && DecimalText.TryParse(parts[0], int.MaxValue, out ulong major)
            && DecimalText.TryParse(parts[1], int.MaxValue, out ulong minor)
            && (major > FloorMajor || (major == FloorMajor && minor >= FloorMinor));
    }
}
