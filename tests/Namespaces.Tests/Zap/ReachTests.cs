using MiniRun.Namespaces.Zap;

namespace MiniRun.Namespaces.Tests.Zap;

/// <summary>Each answer from made-up files; the same on real programs in <see cref="ReachProgramTests"/>.</summary>
public sealed class ReachTests
{
    private const string Term = "0000000000004000"; // bit 14: signal 15
    private const int SIGTERM = 15;

    [Theory]
    [InlineData("1", "", ReachKind.Dropped)]
    [InlineData("1", "SigCgt:\t" + Term, ReachKind.Delivered)]
    [InlineData("1", "SigIgn:\t" + Term, ReachKind.Ignored)]
    [InlineData("1", "SigBlk:\t" + Term, ReachKind.Blocked)]
    [InlineData("1", "SigBlk:\t" + Term + "\nSigIgn:\t" + Term, ReachKind.Blocked)]
    [InlineData("1", "TracerPid:\t9", ReachKind.MayBeDropped)]
    [InlineData("2", "", ReachKind.Kills)]
    [InlineData("2", "SigCgt:\t" + Term, ReachKind.Delivered)]
    [InlineData("", "", ReachKind.Kills)]
    public void The_masks_decide(string inner, string status, ReachKind expected)
    {
        using FakeProc proc = new FakeProc().Add(5, "x", inner: inner, status: status);
        Assert.Equal(expected, SignalReach.Of(5, SIGTERM, proc.Files).Kind);
    }

    [Theory]
    [InlineData("128 0x1", "hrtimer_nanosleep", ReachKind.Waited)]
    [InlineData("128 0x1", "0", ReachKind.Waited)]
    [InlineData("", "do_sigtimedwait.isra.0", ReachKind.Waited)]
    [InlineData("running", "0", ReachKind.MayBeDropped)] // it may be on its way out of such a wait
    [InlineData("", "0", ReachKind.MayBeDropped)] // neither can be read: nobody can be certain
    [InlineData("", "do_wait", ReachKind.Dropped)]
    public void Then_what_it_sleeps_in(string call, string channel, ReachKind expected)
    {
        using FakeProc proc = new FakeProc().Add(5, "x", inner: "1", call: call, channel: channel);
        Assert.Equal(expected, SignalReach.Of(5, SIGTERM, proc.Files).Kind);
    }

    [Theory]
    [InlineData("1", 9, ReachKind.Kills)]
    [InlineData("1", 19, ReachKind.Stops)]
    [InlineData("1", 20, ReachKind.Dropped)]
    [InlineData("2", 20, ReachKind.Stops)]
    [InlineData("1", 18, ReachKind.Continues)]
    [InlineData("1", 17, ReachKind.Ignored)]
    [InlineData("1", 34, ReachKind.Dropped)]
    public void Some_signals_are_special(string inner, int signal, ReachKind expected)
    {
        using FakeProc proc = new FakeProc().Add(5, "x", inner: inner);
        Assert.Equal(expected, SignalReach.Of(5, signal, proc.Files).Kind);
    }

    [Theory]
    [InlineData(99_995, null)] // 0.05 s old
    [InlineData(50_000, 0.05)] // made long ago and executed just now
    public void Of_one_that_has_only_just_started_nothing_is_certain(int start, double? running)
    {
        using FakeProc proc = new FakeProc().Add(5, "sh", inner: "1", start: start);
        SignalReach reach = SignalReach.Of(5, SIGTERM, proc.Files, running);
        Assert.Equal(ReachKind.MayBeDropped, reach.Kind);
        Assert.Equal("PID 1 (sh) has no handler for SIGTERM yet, so the kernel may drop it", reach.Sentence);
        Assert.False(reach.Arrives);
    }

    [Fact]
    public void The_sentence_says_why()
    {
        using FakeProc proc = new FakeProc().Add(5, "sh", inner: "1");
        Assert.Equal("PID 1 (sh) has no handler for SIGTERM, so the kernel drops it", SignalReach.Of(5, SIGTERM, proc.Files).Sentence);
        Assert.Equal(ReachKind.Gone, SignalReach.Of(6, SIGTERM, proc.Files).Kind);
    }
}
