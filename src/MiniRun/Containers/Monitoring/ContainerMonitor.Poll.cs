using MiniRun.Linux;

namespace MiniRun.Containers.Monitoring;

/// <content>What a monitor wakes up for: its container, its clients, signals.</content>
internal sealed unsafe partial class ContainerMonitor
{
    // One poll(2) and what it brings. While somebody attached is behind, nothing more is read for him: a container whose output
    // is watched goes as fast as it is watched, and one that nobody watches goes as fast as its log.
    private bool Poll(int process, int timeout, out bool ended, bool drain = false)
    {
        bool isBehind = !drain && clients.Exists(client => client.IsBehind);
        List<MonitoredOutput> outputs = running?.Outputs ?? [];
        MonitorClient[] now = [.. clients];
        PollEntry nothing = new() { Descriptor = -1 };
        bool takesInput = running?.Input.IsEmpty ?? true;
        const int Fixed = 6;
        PollEntry* entries = stackalloc PollEntry[Fixed + now.Length];
        entries[0] = new PollEntry { Descriptor = process, Events = PollEntry.In };
        entries[1] = new PollEntry { Descriptor = signals.Descriptor, Events = PollEntry.In };
        entries[2] = new PollEntry { Descriptor = listener.Number, Events = PollEntry.In };
        entries[3] = running?.Input.Next ?? nothing;
        entries[4] = outputs.Count > 0 && !isBehind ? outputs[0].Next : nothing;
        entries[5] = outputs.Count > 1 && !isBehind ? outputs[1].Next : nothing;
        for (int i = 0; i < now.Length; i++)
        {
            entries[Fixed + i] = now[i].Next(takesInput);
        }

        ended = false;
        int count = LibC.poll(entries, (nuint)(Fixed + now.Length), timeout);
        if (count <= 0)
        {
            return count < 0; // EINTR: the handler has filled the pipe
        }

        ended = entries[0].Happened != 0;
        if (entries[1].Happened != 0)
        {
            TakeSignals();
        }

        for (int i = 0; i < 2; i++)
        {
            if (entries[4 + i].Happened != 0)
            {
                outputs[i].Move();
            }
        }

        if (entries[3].Happened != 0)
        {
            running!.Input.Move();
        }

        for (int i = 0; i < now.Length; i++)
        {
            Serve(now[i], entries[Fixed + i].Happened);
        }

        if (entries[2].Happened != 0 && listener.TryAccept() is { } caller)
        {
            Welcome(new MonitorClient(caller));
        }

        return !drain || entries[4].Happened != 0 || entries[5].Happened != 0;
    }

    private void Serve(MonitorClient client, short happened)
    {
        if ((happened & PollEntry.Out) != 0)
        {
            client.Flush();
        }

        if ((happened & ~PollEntry.Out) != 0)
        {
            Take(client);
        }

        if (!client.IsOpen)
        {
            clients.Remove(client);
            if (client == owner)
            {
                owner = null;
                if (client.Wish.HasFlag(AttachWish.Input))
                {
                    running?.Input.End();
                }
            }
        }
    }

    private void Welcome(MonitorClient client)
    {
        clients.Add(client);
        if (running is not null)
        {
            client.Send(MessageKind.Started, running.Process.Pid);
        }
    }

    private void Take(MonitorClient client)
    {
        int length = client.Receive(message);
        if (length == 0)
        {
            return;
        }

        ReadOnlySpan<byte> content = message.AsSpan(1, length - 1);
        switch (message[0])
        {
            case MessageKind.Attach when content.Length == 1:
                client.Wish = (AttachWish)content[0];
                break;
            case MessageKind.Input:
                running?.Input.Add(content);
                break;
            case MessageKind.InputEnd:
                running?.Input.End();
                break;
            case MessageKind.Size:
                running?.Input.Resize(content);
                break;
            case MessageKind.Stop:
                state = state with { IsStopped = true };
                client.Send(MessageKind.Noted, []);
                break;
        }
    }

    private void TakeSignals()
    {
        for (int signal = signals.Take(); signal != 0; signal = signals.Take())
        {
            if (signal == SignalNumber.SIGTERM && running is not null)
            {
                _ = running.Process.Pidfd.SendSignal(record.StopSignal); // the machine is going down
            }
        }

        // Where process ids are shared, orphans of the container are ours: we are a subreaper. The first process is not theirs.
        OrphanReaper.ReapAllBut(running?.Process.Pid ?? 0);
    }
}
