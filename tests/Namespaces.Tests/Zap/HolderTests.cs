using System.Diagnostics;
using MiniRun.Linux;
using MiniRun.Namespaces.Zap;

namespace MiniRun.Namespaces.Tests.Zap;

public sealed class HolderTests
{
    private const string Inject =
        "import os, sys, time, ctypes\nfd = os.pidfd_open(int(sys.argv[1]))\nassert ctypes.CDLL(None).setns(fd, 0x20000000) == 0\n"
        + "if os.fork() == 0: time.sleep(1000)\nprint('in', flush=True)\ntime.sleep(1000)";

    [Fact]
    public void Who_is_in_the_namespace_is_told_by_its_link()
    {
        using FakeProc proc = new FakeProc().Add(5, "init", inner: "1", ns: "pid:[7]").Add(6, "child", parent: 5, inner: "2", ns: "pid:[7]")
            .Add(8, "host", ns: "pid:[1]").Add(9, "elsewhere", inner: "2", ns: "pid:[9]");
        Assert.Equal([5, 6], PidNamespace.Processes(5, proc.Files).Select(process => process.Pid).Order());
        Assert.Empty(NamespaceHolder.Of(5, proc.Files));
    }

    [Fact]
    public void Each_kind_of_holder_has_its_sentence()
    {
        using FakeProc proc = new FakeProc().Add(5, "init", inner: "1", ns: "pid:[7]", flags: 4)
            .Add(6, "own", 'Z', parent: 5, inner: "2", ns: "pid:[7]")
            .Add(7, "injected", 'Z', parent: 20, inner: "3", ns: "pid:[7]")
            .Add(8, "debugged", 'Z', parent: 5, inner: "4", ns: "pid:[7]", status: "TracerPid:\t21\n")
            .Add(9, "stuck", 'D', parent: 5, inner: "5", ns: "pid:[7]", channel: "nfs_wait")
            .Add(20, "nsenter", 'T').Add(21, "gdb");
        Assert.True(NamespaceHolder.IsEnding(5, proc.Files));
        Assert.Equal(
            [
                "process 7 (injected, PID 3 inside) has ended, and its parent outside of the container, process 20 (nsenter), which is "
                + "stopped, does not wait for it",
                "process 8 (debugged, PID 4 inside) is traced by process 21 (gdb), which does not let go of it",
                "process 9 (stuck, PID 5 inside) cannot be ended: it sleeps uninterruptibly in nfs_wait",
            ],
            NamespaceHolder.Of(5, proc.Files).OrderBy(holder => holder.Process.Pid).Select(holder => holder.Sentence));
    }

    [RootFact(Needs = "python3")]
    public void A_parent_outside_that_does_not_wait_is_named_and_holds_until_it_is_gone()
    {
        using NamespaceUnderTest program = new NamespaceUnderTest("sleep", "1000").Settle();
        using Process outside = Process.Start(new ProcessStartInfo("/usr/bin/python3", ["-c", Inject, $"{program.Init}"])
        {
            RedirectStandardOutput = true,
        })!;
        try
        {
            Assert.Equal("in", outside.StandardOutput.ReadLine());
            Assert.Equal(2, PidNamespace.Processes(program.Init, ProcessFiles.Host).Count);
            Assert.Empty(NamespaceHolder.Of(program.Init, ProcessFiles.Host));
            program.Signal(SignalNumber.SIGKILL);
            Assert.Null(program.Ends());
            Assert.True(NamespaceHolder.IsEnding(program.Init, ProcessFiles.Host));
            NamespaceHolder holder = Assert.Single(NamespaceHolder.Of(program.Init, ProcessFiles.Host));
            Assert.Equal((HolderKind.Unreaped, outside.Id, 2), (holder.Kind, holder.Holder, holder.Process.InnerPid));
        }
        finally
        {
            outside.Kill();
            outside.WaitForExit();
        }

        NamespaceUnderTest.WaitFor(() => program.Ends() is not null); // when the machine's PID 1 has come to wait for it
    }

    [RootFact]
    public void A_namespace_below_belongs_to_it()
    {
        using NamespaceUnderTest program = new("sh", "-c", "unshare --pid --fork --kill-child sleep 1000; :");
        NamespaceUnderTest.WaitFor(() => PidNamespace.Processes(program.Init, ProcessFiles.Host).Count == 3);
        Assert.Contains(PidNamespace.Processes(program.Init, ProcessFiles.Host), process => process.Status.NamespacePids.Count > 2);
    }
}
