using MiniRun.Output;

namespace MiniRun.Containers.Store;

/// <summary>The status of a container in docker's words: <c>Up 2 minutes (Paused)</c>, <c>Exited (137) 3 seconds ago</c>.</summary>
internal static class StatusText
{
    /// <summary>The words, with the verdict where there is one.</summary>
    /// <param name="entry">The container.</param>
    /// <param name="now">Nanoseconds since 1970.</param>
    public static string Of(ContainerEntry entry, long now)
    {
        ContainerState state = entry.State;
        string lost = entry.IsMonitorLost ? " (monitor lost)" : "";
        return state.Status switch
        {
            ContainerStatus.Created => "Created",
            ContainerStatus.Running => $"Up {Since(state.Started, now)}{lost}",
            ContainerStatus.Paused => $"Up {Since(state.Started, now)} (Paused){lost}",
            ContainerStatus.Restarting => $"Restarting ({state.ExitCode}) {Since(state.Finished, now)} ago",
            ContainerStatus.Exited when state.ExitCode < 0 => "Exited (unknown)",
            ContainerStatus.Exited => $"Exited ({state.ExitCode}) {Since(state.Finished, now)} ago{Verdict(state)}",
            _ => "Dead",
        };
    }

    private static string Verdict(ContainerState state) => state.Verdict is [string first, ..] ? $", {first}" : "";

    private static string Since(long then, long now) => HumanTime.OfNanoseconds(Math.Max(0, now - then));
}
