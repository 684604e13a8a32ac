using MiniRun.Cgroups;
using MiniRun.Containers;
using MiniRun.Containers.Store;
using MiniRun.Linux;
using MiniRun.Output;

namespace MiniRun.Commands;

/// <summary>Verbs that take several containers: what cannot be done to one does not keep the others from it.</summary>
internal static class EachContainer
{
    private const int SomeFailed = 1; // as docker's

    /// <summary>Does it to each container named, and prints the word by which it was named.</summary>
    /// <param name="words">Names and ids.</param>
    /// <param name="action">What to do.</param>
    /// <param name="print">Whether to print the words.</param>
    /// <returns>The exit code: 1 if it could not be done to one.</returns>
    public static int Do(IReadOnlyList<string> words, Action<ContainerEntry> action, bool print = true)
    {
        RootRights.Require();
        int code = 0;
        foreach (string word in words)
        {
            try
            {
                action(ContainerStore.Find(word));
                if (print)
                {
                    StandardStreams.Out($"{word}\n");
                }
            }
            catch (Exception exception) when (exception is LinuxException or UsageException or CgroupException)
            {
                StandardStreams.Error(ErrorReport.Of(exception));
                code = SomeFailed;
            }
        }

        return code;
    }

    /// <summary>Does something that concerns one container, with docker's exit code when it cannot be done.</summary>
    public static int Guard(Func<int> action)
    {
        RootRights.Require();
        try
        {
            return action();
        }
        catch (Exception exception) when (exception is LinuxException or UsageException or CgroupException)
        {
            StandardStreams.Error(ErrorReport.Of(exception));
            return SomeFailed;
        }
    }

    /// <summary>The record of a container, for what cannot be done without.</summary>
    /// <exception cref="UsageException">It is damaged.</exception>
    public static ContainerRecord RecordOf(ContainerEntry entry) =>
        (entry.Damage is null ? entry.Record : null) ?? throw new UsageException("container", entry.Name, $"its record is damaged: {entry.Damage}", "`minirun rm -f` removes it");

    /// <summary>The first process of a container that lives.</summary>
    /// <exception cref="UsageException">It does not.</exception>
    public static ProcessIdentity InitOf(ContainerEntry entry) => entry is { IsAlive: true, State.Init: { } init }
        ? init
        : throw new UsageException("container", entry.Name, $"is not running: it is {StateSlot.Word(entry.State.Status)}");
}
