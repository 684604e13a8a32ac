using MiniRun.Namespaces.Sandbox;
using MiniRun.Namespaces.Sandbox.Seccomp;

namespace MiniRun.Namespaces.Tests.Seccomp;

public class RequirementTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_default_profile_denies_nothing_that_we_need(bool init)
    {
        Assert.Empty(Missing(DefaultProfile.Create(), init));
        Assert.Empty(SeccompRequirements.Missing(
            SeccompCompiler.Compile(DefaultProfile.Create(), CapabilitySet.Empty).Span, init));
    }

    [Fact]
    public void A_profile_without_anything_denies_all_that_we_need()
    {
        SeccompProfile nothing = new(SeccompAction.Errno(1), []);
        Assert.Equal(["read", "write", "execve", "capset", "prctl", "exit_group"], Missing(nothing, init: false));
        Assert.Equal(
            [
                "read", "write", "rt_sigprocmask", "clone", "execve", "wait4", "kill", "capset", "rt_sigtimedwait", "prctl",
                "exit_group", "close_range",
            ],
            Missing(nothing, init: true));
    }

    [Fact]
    public void With_no_new_privileges_the_capabilities_have_gone_before_the_filter_comes()
    {
        SeccompProfile profile = new(SeccompAction.Allow, [new(["capset", "prctl"], SeccompAction.Errno(1))]);
        ReadOnlyMemory<byte> filter = SeccompCompiler.Compile(profile, CapabilitySet.Default);
        Assert.Equal(["capset", "prctl"], SeccompRequirements.Missing(filter.Span, init: false));
        Assert.Equal(["prctl"], SeccompRequirements.Missing(filter.Span, init: false, noNewPrivileges: true));
    }

    [Fact]
    public void Our_programs_do_without_terminal_and_clock_unless_they_kill()
    {
        SeccompProfile refused = new(
            SeccompAction.Allow, [new(["ioctl", "setpgid", "getpid", "clock_gettime"], SeccompAction.Errno(1))]);
        SeccompProfile killed = new(
            SeccompAction.Allow,
            [new(["ioctl", "setpgid", "getpid"], SeccompAction.KillProcess), new(["clock_gettime"], SeccompAction.Trap)]);
        Assert.Empty(Missing(refused, init: true));
        Assert.Equal(["ioctl", "getpid", "setpgid", "clock_gettime"], Missing(killed, init: true));
        Assert.Equal(["clock_gettime"], Missing(killed, init: false));
    }

    [Fact]
    public void A_profile_that_lets_clone_only_make_threads_denies_our_fork()
    {
        SeccompRule threads = new(["clone"], SeccompAction.Allow)
        {
            Conditions = [new(0, SeccompOperator.MASKED_EQ, 0x10000, 0x10000)],
        };
        SeccompRule others = new(
            [.. Enumerable.Range(0, 470).Select(X64SystemCalls.NameOf).OfType<string>().Where(name => name != "clone")],
            SeccompAction.Log);
        Assert.Equal(["clone"], Missing(new(SeccompAction.Errno(1), [threads, others]), init: true));
    }

    [Theory]
    [InlineData("15 00 ff 00 00 00 00 00")] // a jump out of the program
    [InlineData("20 00 00 00 00 00 00 00")] // no return
    [InlineData("20 00 00 00 41 00 00 00 06 00 00 00 00 00 00 00")] // a load between words
    [InlineData("ff 00 00 00 00 00 00 00")]
    [InlineData("")]
    public void A_filter_that_is_none_is_refused(string bytes) =>
        Assert.Throws<InvalidDataException>(
            () => SeccompFilter.Evaluate(Convert.FromHexString(bytes.Replace(" ", "")), 0));

    private static IReadOnlyList<string> Missing(SeccompProfile profile, bool init) =>
        SeccompRequirements.Missing(SeccompCompiler.Compile(profile, CapabilitySet.Default).Span, init);
}
