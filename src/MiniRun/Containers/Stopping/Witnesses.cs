using System.Text;
using MiniRun.Linux;
using MiniRun.Namespaces.Zap;

namespace MiniRun.Containers.Stopping;

/// <summary>
/// The processes of a container, held while it ends, so that the end of each can be told: by its pidfd a kernel from 6.15 on still
/// knows how a process ended that somebody else has waited for.
/// </summary>
internal sealed class Witnesses(StopRequest request, ProcessFiles files) : IDisposable
{
    private const int Most = 256;
    private readonly Dictionary<(int Pid, long Start), (NamespaceProcess Process, Pidfd Held)> processes = [];

    /// <summary>Holds those that have come since the last time. The first process is not among them.</summary>
    public void Look()
    {
        foreach (NamespaceProcess process in Members())
        {
            (int, long) key = (process.Pid, process.Stat.StartTicks);
            if (processes.Count >= Most || process.Pid == request.Init.Pid || process.Stat.IsZombie || processes.ContainsKey(key))
            {
                continue;
            }

            if (new ProcessIdentity(process.Pid, process.Stat.StartTicks, request.Init.BootId).TryOpen() is { } held)
            {
                processes.Add(key, (process, held));
            }
        }
    }

    /// <summary>What each would make of the signal if it were passed on to it; empty where there is none.</summary>
    public string Reaches(int signal)
    {
        StringBuilder text = new();
        foreach ((NamespaceProcess process, _) in processes.Values)
        {
            text.Append(text.Length > 0 ? "; " : "").Append(SignalReach.Of(process.Pid, signal, files).Sentence);
        }

        return text.ToString();
    }

    /// <summary>How each ended; empty where there was none.</summary>
    public IEnumerable<string> Ends()
    {
        foreach ((NamespaceProcess process, Pidfd held) in processes.Values)
        {
            string name = process.InnerPid != process.Pid ? $"{process.Stat.Name}, PID {process.InnerPid} inside" : process.Stat.Name;
            yield return $"process {process.Pid} ({name}) {Text(held)}";
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach ((_, Pidfd held) in processes.Values)
        {
            held.Dispose();
        }
    }

    private static string Text(Pidfd held) => held.ExitStatus switch
    {
        { Signal: not 0 and var signal } => $"was ended by {SignalNames.Name(signal)}",
        { } status => $"ended with exit status {status.ExitCode}",
        null => held.WaitForEnd(0) ? "ended, how is not known" : "is still there",
    };

    private List<NamespaceProcess> Members()
    {
        if (request.HasOwnPids)
        {
            return PidNamespace.Processes(request.Init.Pid, files);
        }

        List<NamespaceProcess> members = [];
        foreach (int pid in request.Groups.Processes())
        {
            if (NamespaceProcess.Of(pid, files) is { } process)
            {
                members.Add(process);
            }
        }

        return members;
    }
}
