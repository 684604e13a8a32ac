using MiniRun.Linux;

namespace MiniRun.Containers.Monitoring;

/// <summary>Reaps what was orphaned in a container that shares the machine's process ids; waitid(2).</summary>
internal static unsafe class OrphanReaper
{
    /// <summary>Reaps every child that has ended, but for one that somebody else waits for.</summary>
    public static void ReapAllBut(int other)
    {
        foreach (int child in ProcessFiles.Host.Children(Environment.ProcessId))
        {
            const int WNOHANG = 1;
            int status;
            if (child != other)
            {
                _ = LibC.waitpid(child, &status, WNOHANG);
            }
        }
    }
}
