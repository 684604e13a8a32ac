using System.Globalization;
using MiniRun.Linux;

namespace MiniRun.Containers.Monitoring;

/// <summary>Reaps what was orphaned in a container that shares the machine's process ids; waitpid(2).</summary>
internal static unsafe class OrphanReaper
{
    private const int WNOHANG = 1;

    /// <summary>Reaps every child that has ended, but for one that somebody else waits for.</summary>
    public static void ReapAllBut(int other)
    {
        int self = Environment.ProcessId;
        string? children = ProcessFiles.Host.Read(self, string.Create(CultureInfo.InvariantCulture, $"task/{self}/children"));
        foreach (Range range in children.AsSpan().Split(' '))
        {
            int status;
            if (int.TryParse(children.AsSpan(range), CultureInfo.InvariantCulture, out int child) && child != other)
            {
                _ = LibC.waitpid(child, &status, WNOHANG);
            }
        }
    }
}
