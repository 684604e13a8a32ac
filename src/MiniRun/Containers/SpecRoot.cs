using MiniRun.Containers.Parsing;
using MiniRun.Rootfs.Samples;

namespace MiniRun.Containers;

/// <summary>The root file system asked for, and what is known about it.</summary>
/// <param name="Root">The directory and how it is mounted.</param>
/// <param name="Config">Command, environment and working directory that come with it.</param>
/// <param name="IsMachine">Whether it is the machine's own root.</param>
internal sealed record SpecRoot(RootSpec Root, SampleConfig Config, bool IsMachine)
{
    /// <summary>The sample named IMAGE, or the directory of <c>--rootfs</c>.</summary>
    /// <exception cref="UsageException">The directory is "/".</exception>
    /// <exception cref="Linux.LinuxException">It is no directory, or cannot be reached.</exception>
    /// <exception cref="Rootfs.RootfsException">No such sample, or it cannot be built.</exception>
    public static SpecRoot Find(RunOptions options)
    {
        if (options.Rootfs is null)
        {
            Sample sample = SamplePlaces.ForThisUser().Get(options.Image!);
            string path = sample.Config.Root is null ? sample.Root : HostPath.ResolveDirectory("sample", sample.Root);
            bool machine = path == "/";
            return new SpecRoot(new RootSpec(path, Overlay: true, options.ReadOnly) { UpperOnTmpfs = machine }, sample.Config, machine);
        }

        string directory = HostPath.ResolveDirectory("--rootfs", options.Rootfs);
        return directory != "/"
            ? new SpecRoot(new RootSpec(directory, Overlay: true, options.ReadOnly), new SampleConfig(), false)
            : throw new UsageException(
                "--rootfs", options.Rootfs, "the machine's own root is not given to a container unmasked", "`minirun run host` shows it with its secrets masked");
    }
}
