using MiniRun.Cgroups;
using MiniRun.Containers;
using MiniRun.Containers.Store;
using MiniRun.Containers.Parsing;
using MiniRun.Linux;
using MiniRun.Namespaces;
using MiniRun.Namespaces.Sandbox;

namespace MiniRun.Tests;

public class FlagValueTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("A.b-c_9")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123")]
    public void A_name(string name) => Assert.Equal(name, ContainerName.Check("--name", name));

    [Theory]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("../x")]
    [InlineData("a\nb")]
    [InlineData("-x")]
    [InlineData(".x")]
    [InlineData("a b")]
    [InlineData("é")]
    [InlineData("$(id)")]
    [InlineData("a\0")]
    [InlineData("012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678")]
    public void No_name(string name) => Assert.Throws<UsageException>(() => ContainerName.Check("--name", name));

    [Fact]
    public void Ids_are_sixty_four_random_digits()
    {
        string first = ContainerId.Random();
        Assert.Equal(64, first.Length);
        Assert.True(ContainerId.IsValid(first));
        Assert.All(first, c => Assert.True(char.IsAsciiHexDigitLower(c)));
        Assert.NotEqual(first, ContainerId.Random());
    }

    [Theory]
    [InlineData("nofile=1024", 7, 1024, 1024)]
    [InlineData("nofile=1024:2048", 7, 1024, 2048)]
    [InlineData("core=-1", 4, ulong.MaxValue, ulong.MaxValue)]
    [InlineData("core=0:unlimited", 4, 0, ulong.MaxValue)]
    [InlineData("as=9223372036854775807", 9, long.MaxValue, long.MaxValue)]
    public void A_ulimit(string text, int resource, ulong soft, ulong hard)
    {
        ResourceLimit limit = Assert.Single(UlimitParser.Parse([text]));
        Assert.Equal((resource, soft, hard), (limit.Resource, limit.Soft, limit.Hard));
    }

    [Theory]
    [InlineData("nofile")]
    [InlineData("nofile=")]
    [InlineData("nofile=:5")]
    [InlineData("nofile=1:2:3")]
    [InlineData("nofile=2:1")]
    [InlineData("nofile=-1:5")]
    [InlineData("nofile=-2")]
    [InlineData("nofile=9223372036854775808")]
    [InlineData("nofile=18446744073709551616")]
    [InlineData("nofiles=1")]
    [InlineData("NOFILE=1")]
    [InlineData("=1")]
    public void No_ulimit(string text) => Assert.Throws<UsageException>(() => UlimitParser.Parse([text]));

    [Fact]
    public void Of_two_ulimits_of_one_name_the_last_counts() =>
        Assert.Equal(2ul, Assert.Single(UlimitParser.Parse(["nofile=1", "nofile=2"])).Soft);

    [Theory]
    [InlineData("", "", 0xa80425fb)]
    [InlineData("SYS_ADMIN", "", 0xa80425fb | 1UL << 21)]
    [InlineData("cap_sys_admin", "CHOWN", (0xa80425fb | 1UL << 21) & ~1UL)]
    [InlineData("", "ALL", 0)]
    [InlineData("KILL", "all", 1 << 5)]
    [InlineData("ALL", "", 0x1fffeffffff)]
    [InlineData("ALL", "CHOWN", 0x1fffeffffff & ~1UL)]
    [InlineData("CHOWN", "CHOWN", 0xa80425fb)]
    public void Capabilities(string add, string drop, ulong mask)
    {
        CapabilitySet available = new(0x1fffeffffff); // all but SYS_RESOURCE
        Assert.Equal(mask, CapabilityParser.Parse(Words(add), Words(drop), privileged: false, available).Mask);
    }

    [Theory]
    [InlineData("NO_SUCH", "", "--cap-add `NO_SUCH`: no such capability")]
    [InlineData("", "SYS_ADMINN", "--cap-drop `SYS_ADMINN`: no such capability")]
    [InlineData("SYS_RESOURCE", "", "--cap-add `SYS_RESOURCE`: minirun does not have it itself, so it cannot give it")]
    [InlineData("", "", null)]
    public void Capabilities_that_are_not_there(string add, string drop, string? sentence)
    {
        CapabilitySet available = new(0x1fffeffffff);
        if (sentence is not null)
        {
            UsageException exception = Assert.Throws<UsageException>(() => CapabilityParser.Parse(Words(add), Words(drop), false, available));
            Assert.Equal(sentence, exception.Message);
        }

        Assert.Equal(available, CapabilityParser.Parse([], [], privileged: true, available));
    }

    [Theory]
    [InlineData("kernel.hostname=x", "use --hostname")]
    [InlineData("kernel.domainname=x", "use --domainname")]
    public void A_sysctl_with_a_flag_of_its_own(string text, string hint) => Assert.Equal(
        hint, Assert.Throws<UsageException>(() => SysctlParser.Parse(text, Namespaces(NamespaceKind.Uts))).Hint);

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    [Theory]
    [InlineData("net.ipv4.ip_forward=1")]
    [InlineData("kernel.shmmax=5")]
    [InlineData("kernel.sem=1 2\t3 4")]
    [InlineData("fs.mqueue.msg_max=5")]
    [InlineData("net.ipv4.conf.eth0.rp_filter=")]
    public void A_sysctl_of_the_containers_own(string text) =>
        Assert.Equal(text, string.Join('=', SysctlParser.Parse(text, Namespaces(NamespaceKind.Network, NamespaceKind.Ipc)) is var (n, v) ? [n, v] : []));

    [Theory]
    [InlineData("kernel.core_pattern=|/x")]
    [InlineData("vm.swappiness=1")]
    [InlineData("kernel.hostname=x")]
    [InlineData("kernel.shm_next_id=1")]
    [InlineData("fs.mqueue=1")]
    [InlineData("net=1")]
    [InlineData("net.ipv4.ip_forward/../../kernel/core_pattern=x")]
    [InlineData("../kernel.core_pattern=x")]
    [InlineData("net..core_pattern=x")]
    [InlineData("net.ipv4.=1")]
    [InlineData(".net.ipv4.x=1")]
    [InlineData("net/ipv4/ip_forward=1")]
    [InlineData("net.ipv4.ip_forward=1\n+kernel.core_pattern=x")]
    [InlineData("net.ipv4.ip_forward=1\0")]
    [InlineData("net.ipv4.ip forward=1")]
    [InlineData("net.ipv4.ip_forward")]
    [InlineData("=1")]
    [InlineData("")]
    public void A_sysctl_that_is_not(string text) =>
        Assert.Throws<UsageException>(() => SysctlParser.Parse(text, Namespaces(NamespaceKind.Network, NamespaceKind.Ipc)));

    [Theory]
    [InlineData("net.ipv4.ip_forward=1", NamespaceKind.Ipc)]
    [InlineData("kernel.shmmax=5", NamespaceKind.Network)]
    public void A_sysctl_of_the_hosts_namespace_is_refused(string text, NamespaceKind own)
    {
        UsageException exception = Assert.Throws<UsageException>(() => SysctlParser.Parse(text, Namespaces(own)));
        Assert.Contains("would change the machine", exception.Message, StringComparison.Ordinal);
    }

    private static HashSet<NamespaceKind> Namespaces(params NamespaceKind[] kinds) => [.. kinds];

    [Theory]
    [InlineData("/dev/null", "/dev/null", "rwm")]
    [InlineData("/dev/null:r", "/dev/null", "r")]
    [InlineData("/dev/null:/dev/x", "/dev/x", "rwm")]
    [InlineData("/dev/null:/dev/a/b:rw", "/dev/a/b", "rw")]
    public void A_device(string text, string path, string access)
    {
        List<DeviceNode> nodes = [];
        List<DeviceRule> rules = [];
        DeviceParser.Parse(text, nodes, rules);
        DeviceNode node = Assert.Single(nodes);
        Assert.Equal((path, false, 1u, 3u), (node.Path, node.IsBlock, node.Major, node.Minor));
        Assert.Equal(new DeviceRule(true, DeviceType.Char, 1, 3, access), Assert.Single(rules));
    }

    [Theory]
    [InlineData("/etc/passwd:/dev/x")]
    [InlineData("/dev/null:/etc/x")]
    [InlineData("/dev/null:/dev/../etc/x")]
    [InlineData("/dev/null:/dev")]
    [InlineData("/dev/null:/dev/x:q")]
    [InlineData("/dev/null:/dev/x:rr")]
    [InlineData("/dev/null:/dev/x:")]
    [InlineData("/dev/null:/dev/x:r:w")]
    [InlineData("/dev/null:x")]
    public void No_device(string text) => Assert.Throws<UsageException>(() => DeviceParser.Parse(text, [], []));

    [Fact]
    public void A_missing_device_is_ENOENT() =>
        Assert.Equal(Errno.ENOENT, Assert.Throws<LinuxException>(() => DeviceParser.Parse("/dev/no-such", [], [])).Errno);

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("fe80::1%eth0")]
    [InlineData("1:2:3:4:5:6:7:8")]
    [InlineData("1::8")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("1:2:3:4:5:6:1.2.3.4")]
    public void An_address(string text) => Assert.Equal(text, NetworkNames.CheckAddress("--dns", text, text));

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("1.2.3")]
    [InlineData("1.2.3.4.5")]
    [InlineData("1.2.3.256")]
    [InlineData("01.2.3.4")]
    [InlineData("1.2.3.4\nnameserver 6.6.6.6")]
    [InlineData(":::")]
    [InlineData("1:2:3:4:5:6:7")]
    [InlineData("1:2:3:4:5:6:7:8:9")]
    [InlineData("1::2::3")]
    [InlineData("12345::")]
    [InlineData("g::")]
    [InlineData("fe80::1%")]
    [InlineData("1.2.3.4::")]
    [InlineData("host-gateway")]
    public void No_address(string text) => Assert.Throws<UsageException>(() => NetworkNames.CheckAddress("--dns", text, text));

    [Theory]
    [InlineData("no-new-privileges", true, null, false)]
    [InlineData("no-new-privileges=false", false, null, false)]
    [InlineData("no-new-privileges:true", true, null, false)]
    [InlineData("seccomp=unconfined", false, null, true)]
    [InlineData("seccomp=/a:b=c.json", false, "/a:b=c.json", false)]
    public void A_security_option(string text, bool noNewPrivileges, string? file, bool unconfined) =>
        Assert.Equal(new SecurityOptions(noNewPrivileges, file, unconfined), SecurityOptions.Parse([text]));

    [Theory]
    [InlineData("seccomp")]
    [InlineData("seccomp=")]
    [InlineData("apparmor=unconfined")]
    [InlineData("label=disable")]
    [InlineData("no-new-privilege")]
    [InlineData("no-new-privileges=maybe")]
    [InlineData("")]
    public void No_security_option(string text) => Assert.Throws<UsageException>(() => SecurityOptions.Parse([text]));

    [Theory]
    [InlineData("container:x")]
    [InlineData("bridge")]
    [InlineData("none")]
    [InlineData("Host")]
    [InlineData("")]
    public void No_mode_of_the_pid_namespace(string word) => Assert.Throws<UsageException>(() => NamespaceModes.Parse("--pid", word));
}
