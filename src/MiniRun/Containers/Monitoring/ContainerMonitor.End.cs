using System.Text;
using MiniRun.Cgroups;
using MiniRun.Containers.Planning;
using MiniRun.Containers.Store;
using MiniRun.Linux;
using MiniRun.Namespaces;
using MiniRun.Output;

namespace MiniRun.Containers.Monitoring;

/// <content>What is done when the container has ended.</content>
internal sealed unsafe partial class ContainerMonitor
{
    private void End(ContainerPlan plan, int code)
    {
        Cgroup groups = new(plan.Cgroups);
        LimitVerdict verdict = LimitVerdict.From(groups.ReadStats(), plan.Spec.Linux.Resources);
        state = state with
        {
            Status = ContainerStatus.Exited,
            Init = null,
            Finished = Timestamp.Now,
            ExitCode = code,
            Verdict = [.. verdict.Sentences],
            IsOutOfMemory = verdict.OomKills > 0,
        };
        running!.Dispose();
        running = null;
        log.Flush();
        if (!plan.Spec.Linux.NewNamespaces.Contains(NamespaceKind.Pid))
        {
            groups.KillAll(); // in a namespace of its own the kernel did, when its first process ended
        }

        RemoveGroups(groups);
        foreach (string sentence in verdict.Sentences)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(sentence);
            clients.ForEach(client => client.Send(MessageKind.Verdict, bytes));
        }
    }

    private void RemoveGroups(Cgroup groups)
    {
        try
        {
            groups.Remove();
        }
        catch (LinuxException exception)
        {
            state = state with { Verdict = [.. state.Verdict, ErrorReport.Of(exception).TrimEnd('\n')] }; // `rm` tries again
        }
    }

    // Who is told of the end may rely on it: a container that is to be removed is gone by then.
    private void Finish(int code)
    {
        state = state with { Parent = null };
        _ = Files.TryUnlink(directory.Socket);
        if (record.AutoRemove)
        {
            DeadContainer.Remove(directory);
        }
        else
        {
            StateSlot.Write(directory.State, state);
        }

        directory.Dispose();
        clients.ForEach(client => client.Send(MessageKind.Ended, code));
        while (clients.Exists(client => client.IsBehind))
        {
            Poll(-1, -1, out _);
        }
    }
}
