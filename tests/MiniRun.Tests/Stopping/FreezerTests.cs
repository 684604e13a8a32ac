using MiniRun.Containers.Stopping;

namespace MiniRun.Tests.Stopping;

public sealed class FreezerTests
{
    [RootFact]
    public void Every_container_can_be_paused_and_goes_on()
    {
        using RunningContainer container = new("busybox", "sh", "-c", "echo ready; while :; do :; done");
        Assert.True(container.Groups.CanFreeze);
        Assert.True(Freezer.Pause(container.Groups));
        Assert.False(Freezer.Pause(container.Groups));
        long before = Cpu(container.Init);
        Thread.Sleep(300);
        Assert.Equal(before, Cpu(container.Init));
        Assert.True(Freezer.Unpause(container.Groups));
        Assert.False(Freezer.Unpause(container.Groups));
        RunningContainer.WaitFor(() => Cpu(container.Init) > before);
    }

    [RootFact]
    public void A_privileged_one_and_one_that_shares_its_pids_too()
    {
        foreach (string flag in new[] { "--privileged", "--pid=host" })
        {
            using RunningContainer container = new(flag, "busybox", "sh", "-c", "echo ready; sleep 1000; :");
            Assert.True(Freezer.Pause(container.Groups), flag);
            Assert.True(Freezer.Unpause(container.Groups), flag);
        }
    }

    private static long Cpu(int pid) => Linux.ProcessFiles.Host.Stat(pid)!.CpuTicks;
}
