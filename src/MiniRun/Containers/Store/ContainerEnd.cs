using MiniRun.Linux;

namespace MiniRun.Containers.Store;

/// <summary>Waits until the end of a container has been recorded, so that the next command sees it.</summary>
internal static unsafe class ContainerEnd
{
    private const int Looks = 2000; // of 5 ms: a log may have to be written to a slow disk
    private const int Interval = 5;

    /// <summary>Waits for the process that runs it to write down the end; without one there is nobody to wait for.</summary>
    public static void Await(ContainerEntry entry)
    {
        for (int look = 0; look < Looks; look++)
        {
            if (!entry.Directory.IsKept)
            {
                if (!Files.Exists(entry.Directory.Path))
                {
                    return;
                }
            }
            else if (ContainerEntry.TryRead(entry.Directory) is not { IsAlive: true } now || now.IsMonitorLost)
            {
                return;
            }

            _ = LibC.poll(null, 0, Interval);
        }
    }
}
