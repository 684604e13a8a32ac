using MiniRun.Containers;
using MiniRun.Containers.Monitoring;
using MiniRun.Containers.Store;
using MiniRun.Linux;
using MiniRun.Output;

namespace MiniRun.Commands.Life;

/// <summary><c>run -d</c>: a container with a monitor, whose id is printed while it runs on.</summary>
internal static class DetachedRun
{
    /// <summary>Starts it.</summary>
    public static int Execute(ContainerRecord record, RunOptions options)
    {
        using FileDescriptor? idFile = IdFile.Open(options.CidFile);
        using ContainerDirectory directory = ContainerMaker.Make(record);
        IdFile.Write(idFile, options.CidFile, record.Id);
        try
        {
            (MessageSocket socket, int init) = MonitorStart.Start(directory, AttachWish.None);
            socket.Dispose();
            if (options.PidFile is { } path)
            {
                IdFile.WritePid(path, init);
            }
        }
        catch (ContainerStartException failure)
        {
            StandardStreams.Error(failure.Message);
            return failure.ExitCode;
        }

        StandardStreams.Out($"{record.Id}\n");
        return 0;
    }
}
