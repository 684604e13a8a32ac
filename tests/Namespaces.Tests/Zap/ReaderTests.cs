using MiniRun.Linux;

namespace MiniRun.Namespaces.Tests.Zap;

public sealed class ReaderTests
{
    [Theory]
    [InlineData("sleep")]
    [InlineData("a b")]
    [InlineData(") S 1 (")]
    [InlineData("x\n7 (y) Z 1")]
    [InlineData("")]
    public void A_program_may_have_any_name(string name)
    {
        string tail = string.Join(' ', Enumerable.Range(4, 49).Select(field => field == 9 ? "4194308" : $"{field}"));
        ProcessStat stat = ProcessStat.Parse($"4711 ({name}) Z {tail}\n")!;
        Assert.Equal((4711, name, 'Z', 4, 14L + 15, 20, 22L, 52), (stat.Pid, stat.Name, stat.State, stat.Parent, stat.CpuTicks, stat.Threads,
            stat.StartTicks, stat.ExitStatus));
        Assert.True(stat.IsExiting && stat.IsZombie);
    }

    [Theory]
    [InlineData("")]
    [InlineData("4711 (sleep")]
    [InlineData("4711 (sleep) S 1 1")]
    [InlineData("x (sleep) S 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1")]
    [InlineData("(sleep) S 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1")]
    public void What_is_no_such_line_is_refused(string line) => Assert.Null(ProcessStat.Parse(line));

    [Fact]
    public void The_status_is_read_by_its_keys()
    {
        ProcessStatus status = ProcessStatus.Parse(
            "Name:\tx\nTracerPid:\t7\nUid:\t1000\t0\t0\t0\nNSpid:\t4711\t12\t1\nVmRSS:\t     640 kB\nThreads:\t3\nSigPnd:\t0000000000000001\n"
            + "ShdPnd:\t8000000000000000\nSigBlk:\t0000000000004000\nSigIgn:\t0000000000001000\nSigCgt:\t0000000000000002\n"
            + "voluntary_ctxt_switches:\t5\nnonvoluntary_ctxt_switches:\t6\nNew:\tfield\n");
        Assert.Equal(("x", 7, 1000u, 3, 640L * 1024, 11L), (status.Name, status.Tracer, status.Uid, status.Threads, status.Resident, status.Switches));
        Assert.Equal([4711, 12, 1], status.NamespacePids);
        Assert.True(status.IsInit);
        Assert.Equal([1, 64], (status.Pending | status.SharedPending).Signals);
        Assert.True(status.Blocked.Has(15) && status.Ignored.Has(13) && status.Caught.Has(2) && !status.Caught.Has(15));
    }

    [Fact]
    public void The_status_of_the_dead_has_less()
    {
        ProcessStatus status = ProcessStatus.Parse("Name:\tx\nState:\tZ (zombie)\n");
        Assert.Null(status.Resident);
        Assert.False(status.IsInit);
    }

    [Theory]
    [InlineData("128 0x7f 0x0 0x0 0x8 0x0 0x0 0x1 0x2\n", 128, false)]
    [InlineData("-1 0x0 0x0\n", -1, false)]
    [InlineData("running\n", -1, true)]
    public void The_system_call_is_the_first_word(string line, int number, bool running) =>
        Assert.Equal(new CurrentCall(number, running), CurrentCall.Parse(line));

    [Fact]
    public void No_system_call_is_known_of_who_is_gone() => Assert.Null(CurrentCall.Parse(""));

    [Fact]
    public void A_wait_channel_loses_the_compilers_suffix()
    {
        using FakeProc proc = new FakeProc().Add(5, "x", channel: "do_sigtimedwait.isra.0").Add(6, "y", channel: "0");
        Assert.Equal("do_sigtimedwait", proc.Files.WaitChannel(5));
        Assert.Null(proc.Files.WaitChannel(6));
        Assert.Null(proc.Files.WaitChannel(7));
    }

    [Fact]
    public void A_process_is_this_one_by_number_start_and_boot()
    {
        ProcessIdentity own = ProcessIdentity.Of(Environment.ProcessId)!.Value;
        Assert.Equal(36, own.BootId.Length);
        using (Pidfd? held = own.TryOpen())
        {
            Assert.False(held!.WaitForEnd(0));
        }

        Assert.Null((own with { StartTicks = own.StartTicks - 1 }).TryOpen());
        Assert.Null((own with { BootId = "00000000-0000-0000-0000-000000000000" }).TryOpen());
    }

    [Fact]
    public void The_number_of_a_thread_is_no_process()
    {
        int thread = ProcessFiles.Host.Threads(Environment.ProcessId).Find(id => id != Environment.ProcessId);
        ProcessIdentity identity = ProcessIdentity.Of(thread)!.Value;
        Assert.Null(identity.TryOpen());
    }

    [Fact]
    public void The_end_of_a_child_is_seen_and_how_it_ended()
    {
        using System.Diagnostics.Process child = System.Diagnostics.Process.Start("/bin/sleep", "1000");
        using Pidfd held = ProcessIdentity.Of(child.Id)!.Value.TryOpen()!;
        Assert.False(held.WaitForEnd(20));
        Assert.Null(held.ExitStatus);
        Assert.Equal(Errno.None, held.SendSignal(15));
        Assert.True(held.WaitForEnd(5000));
        child.WaitForExit();
        Assert.Equal(Errno.ESRCH, held.SendSignal(15));
        Version kernel = Environment.OSVersion.Version;
        Assert.Equal(kernel >= new Version(6, 15) ? 15 : null, held.ExitStatus?.Signal);
    }
}
