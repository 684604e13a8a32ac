using System.Globalization;
using MiniRun.Linux;
using MiniRun.Rootfs.Samples;

namespace MiniRun.Commands;

/// <summary>The directory that writable layers and samples are in, and the sample recipes.</summary>
internal static class StoreFindings
{
    private const long LeastBytes = 20 << 10; // a block for each of the small files of a container
    private const long FewBytes = 64 << 20;

    /// <summary>The findings.</summary>
    public static IEnumerable<Finding> All()
    {
        if (LibC.geteuid() == 0)
        {
            yield return Store(SampleStore.SystemDirectory);
        }

        IReadOnlyList<string> samples = SamplePlaces.ForThisUser().Names();
        yield return samples.Count > 0
            ? new Finding("Store", "samples", Verdict.Works, string.Join(' ', samples))
            : new Finding("Store", "samples", Verdict.Limited, "no recipes installed: only --rootfs DIR works");
    }

    /// <summary>How a directory is fit to be the store; it, or the nearest one above it that is there, is looked at.</summary>
    public static Finding Store(string directory)
    {
        string place = directory;
        while (!Files.Exists(place))
        {
            place = place.LastIndexOf('/') is > 0 and var slash ? place[..slash] : "/";
        }

        using FileDescriptor opened = Files.Open(place, Fcntl.O_PATH);
        FileSystemStatus status = FileSystemStatus.Of(opened);
        string free = $"{(status.AvailableBytes >> 20).ToString(CultureInfo.InvariantCulture)} MiB free";
        return status switch
        {
            { IsReadOnly: true } => Bad("is on a read-only file system: a container has nowhere to write"),
            { Type: FileSystemStatus.Overlay } =>
                Bad("is on an overlay, as inside a container, and no overlay can be made of it: mount a volume or a tmpfs there"),
            { AvailableBytes: < LeastBytes } => Bad("is on a full disk"),
            { AvailableBytes: < FewBytes } => new Finding("Store", "directory", Verdict.Limited, $"{directory}, {free}: little to write for a container"),
            _ => new Finding("Store", "directory", Verdict.Works, $"{directory}, {free}"),
        };

        Finding Bad(string why) => new("Store", "directory", Verdict.Missing, $"{directory} {why}");
    }
}
