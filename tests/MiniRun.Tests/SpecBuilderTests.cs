using MiniRun.Cgroups;
using MiniRun.Containers;
using MiniRun.Linux;
using MiniRun.Namespaces;
using MiniRun.Namespaces.Sandbox;
using MiniRun.Rootfs;

namespace MiniRun.Tests;

public sealed class SpecBuilderTests : IDisposable
{
    private readonly TestRoot root = new("root:x:0:0::/root:/bin/sh\napp:x:1000:1000::/app:/bin/sh\n", "root:x:0:\nextra:x:77:app\n");

    public void Dispose() => root.Dispose();

    private RunOptions Plain => new() { Rootfs = root.Path, Command = ["true"], Name = "test" };

    private static string Text(MountSpec mount) => $"{mount.Destination} {mount.Type} {mount.Source} {string.Join(',', mount.Options)}";

    [Fact]
    public void Mounts_are_dockers_in_dockers_order() => Assert.Equal(
        [
            "/proc proc proc nosuid,noexec,nodev",
            "/dev tmpfs tmpfs nosuid,strictatime,mode=755,size=65536k",
            "/dev/pts devpts devpts nosuid,noexec,newinstance,ptmxmode=0666,mode=0620,gid=5",
            "/dev/shm tmpfs shm nosuid,noexec,nodev,mode=1777,size=67108864",
            "/dev/mqueue mqueue mqueue nosuid,noexec,nodev",
            "/sys sysfs sysfs nosuid,noexec,nodev,ro",
            "/sys/fs/cgroup cgroup cgroup ro,nosuid,noexec,nodev",
        ],
        SpecBuilder.Build(Plain).Mounts.Select(Text));

    [Fact]
    public void A_plain_container_has_dockers_defaults()
    {
        ContainerSpec spec = SpecBuilder.Build(Plain);
        Assert.True(ContainerId.IsValid(spec.Id));
        Assert.Equal(spec.Id[..12], spec.Hostname);
        Assert.Null(spec.Domainname);
        Assert.Equal(new RootSpec(root.Path, Overlay: true, ReadOnly: false), spec.Root);
        Assert.Equal(["true"], spec.Process.Args);
        Assert.Equal(
            ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", $"HOSTNAME={spec.Id[..12]}", "HOME=/root"], spec.Process.Env);
        Assert.Equal("/", spec.Process.Cwd);
        Assert.Equal((0u, 0u), (spec.Process.Uid, spec.Process.Gid));
        Assert.Equal(18u, spec.Process.Umask); // 0022
        Assert.False(spec.Process.NoNewPrivileges);
        Assert.Null(spec.Process.OomScoreAdj);
        Assert.Equal(
            [NamespaceKind.Mount, NamespaceKind.Cgroup, NamespaceKind.Uts, NamespaceKind.Ipc, NamespaceKind.Pid, NamespaceKind.Network],
            spec.Linux.NewNamespaces.Order());
        Assert.Equal(DeviceRule.Defaults, spec.Linux.Resources.DeviceRules);
        Assert.NotEqual(0, spec.Linux.Seccomp.Length);
        Assert.Equal(["/etc/hostname", "/etc/hosts", "/etc/resolv.conf"], spec.GeneratedFiles.Select(file => file.Destination));
        Assert.Equal(spec.Id[..12] + "\n", spec.GeneratedFiles[0].Content);
        Assert.StartsWith("127.0.0.1\tlocalhost\n", spec.GeneratedFiles[1].Content, StringComparison.Ordinal);
    }

    [Fact]
    public void Masks_are_mobys_as_far_as_they_exist()
    {
        LinuxSpec linux = SpecBuilder.Build(Plain).Linux;
        Assert.Contains("/proc/keys", linux.MaskedPaths);
        Assert.Contains("/proc/timer_list", linux.MaskedPaths);
        Assert.Contains("/proc/sys", linux.ReadonlyPaths);
        Assert.All([.. linux.MaskedPaths, .. linux.ReadonlyPaths], path => Assert.True(Path.Exists(path), path));
    }

    [Fact]
    public void Privileged_takes_it_all_away()
    {
        ContainerSpec spec = SpecBuilder.Build(Plain with { Privileged = true });
        Assert.Equal(OwnCapabilities.Permitted() & CapabilitySet.All.Mask, spec.Process.Capabilities.Mask);
        Assert.Empty(spec.Linux.MaskedPaths);
        Assert.Empty(spec.Linux.ReadonlyPaths);
        Assert.Null(spec.Linux.Resources.DeviceRules);
        Assert.Equal(0, spec.Linux.Seccomp.Length);
        Assert.Contains("/sys sysfs sysfs nosuid,noexec,nodev,rw", spec.Mounts.Select(Text));
        Assert.Contains("/sys/fs/cgroup cgroup cgroup rw,nosuid,noexec,nodev", spec.Mounts.Select(Text));
        Assert.DoesNotContain(spec.Linux.Devices, node => node.Path is "/dev/null" or "/dev/ptmx" || node.Path.StartsWith("/dev/pts/", StringComparison.Ordinal));
        Assert.DoesNotContain(spec.Linux.Devices, node => !Path.Exists(node.Path));
    }

    [Fact]
    public void Mounts_of_the_user_come_last_from_the_top_down()
    {
        ContainerSpec spec = SpecBuilder.Build(Plain with
        {
            Volumes = ["/etc:/a/b/c", "/etc:/z"],
            Mounts = ["type=bind,source=/etc,target=/a"],
            Tmpfs = ["/a/b"],
        });
        Assert.Equal(["/z", "/a", "/a/b", "/a/b/c"], spec.Mounts.Skip(7).Select(mount => mount.Destination));
    }

    [Fact]
    public void A_mount_of_the_user_takes_the_place_of_a_default_one()
    {
        ContainerSpec spec = SpecBuilder.Build(Plain with { Tmpfs = ["/dev/shm:size=1m"], Volumes = ["/etc/hostname:/etc/hosts"] });
        Assert.Equal("/dev/shm tmpfs tmpfs nosuid,nodev,noexec,size=1048576", Text(Assert.Single(spec.Mounts, m => m.Destination == "/dev/shm")));
        Assert.DoesNotContain(spec.GeneratedFiles, file => file.Destination == "/etc/hosts");
    }

    [Fact]
    public void Two_mounts_on_one_place_are_an_error()
    {
        UsageException exception = Assert.Throws<UsageException>(
            () => SpecBuilder.Build(Plain with { Volumes = ["/etc:/a/"], Tmpfs = ["//a"] }));
        Assert.Equal("mount `/a`: asked for twice", exception.Message);
    }

    [Fact]
    public void Namespaces_of_the_host()
    {
        ContainerSpec spec = SpecBuilder.Build(Plain with { Pid = "host", Ipc = "host", Uts = "host", Network = "host", Cgroupns = "host" });
        Assert.Equal([NamespaceKind.Mount], spec.Linux.NewNamespaces);
        Assert.Null(spec.Hostname);
        Assert.Contains("/dev/shm bind /dev/shm bind,rprivate,nosuid,noexec,nodev", spec.Mounts.Select(Text));
        Assert.Equal($"HOSTNAME={SpecFiles.HostHostname()}", spec.Process.Env[1]);
        Assert.Equal(File.ReadAllText("/etc/hosts").TrimEnd(), spec.GeneratedFiles[1].Content.TrimEnd());
    }

    [Fact]
    public void Ipc_none_has_no_shared_memory()
    {
        ContainerSpec spec = SpecBuilder.Build(Plain with { Ipc = "none" });
        Assert.Contains(NamespaceKind.Ipc, spec.Linux.NewNamespaces);
        Assert.DoesNotContain(spec.Mounts, mount => mount.Destination == "/dev/shm");
    }

    [Fact]
    public void A_user_namespace_maps_root_to_nobody_of_the_machine()
    {
        LinuxSpec linux = SpecBuilder.Build(Plain with { Userns = "private" }).Linux;
        Assert.Contains(NamespaceKind.User, linux.NewNamespaces);
        IdMap map = Assert.Single(linux.UidMappings);
        Assert.Equal(0u, map.ContainerId);
        Assert.NotEqual(0u, map.HostId);
        Assert.Equal(linux.UidMappings, linux.GidMappings);
    }

    [Fact]
    public void The_user_brings_home_and_groups()
    {
        ProcessSpec process = SpecBuilder.Build(Plain with { User = "app", GroupAdd = ["5"] }).Process;
        Assert.Equal((1000u, 1000u), (process.Uid, process.Gid));
        Assert.Equal([1000u, 77, 5], process.AdditionalGids);
        Assert.Contains("HOME=/app", process.Env);
    }

    [Fact]
    public void Environment_of_the_user_wins_over_the_defaults()
    {
        ContainerSpec spec = SpecBuilder.Build(Plain with { Tty = true, Env = ["HOME=/h", "PATH=/p", "TERM=dumb", "X="] });
        ProcessSpec process = spec.Process;
        Assert.Equal(["PATH=/p", $"HOSTNAME={spec.Id[..12]}", "TERM=dumb", "HOME=/h", "X="], process.Env);
        Assert.True(process.Terminal);
    }

    [Theory]
    [InlineData("/bin/sh", "/bin/sh", "true")]
    [InlineData("", "true")]
    [InlineData(null, "true")]
    public void Entrypoint(string? entrypoint, params string[] expected) =>
        Assert.Equal(expected, SpecBuilder.Build(Plain with { Entrypoint = entrypoint }).Process.Args);

    [Fact]
    public void Limits()
    {
        CgroupLimits limits = SpecBuilder.Build(Plain with
        {
            Cpus = "0.2", CpuShares = "512", Memory = "64m", MemorySwap = "-1", MemoryReservation = "32m", PidsLimit = "64", CpusetCpus = "0",
        }).Linux.Resources;
        Assert.Equal((20_000L, 100_000L, 512L), (limits.CpuQuota, limits.CpuPeriod, limits.CpuShares));
        Assert.Equal((64L << 20, -1L, 32L << 20, 64L, "0"), (limits.Memory, limits.MemorySwap, limits.MemoryReservation, limits.PidsLimit, limits.CpusetCpus));
    }

    [Fact]
    public void Resolver_and_hosts()
    {
        ContainerSpec spec = SpecBuilder.Build(Plain with
        {
            Dns = ["10.0.0.1", "::1"], DnsSearch = ["a.example", "b"], DnsOptions = ["ndots:1"], AddHosts = ["db:10.0.0.2", "six=[::2]"],
        });
        string text = spec.GeneratedFiles[2].Content;
        Assert.StartsWith("nameserver 10.0.0.1\nnameserver ::1\n", text, StringComparison.Ordinal);
        Assert.EndsWith("search a.example b\noptions ndots:1\n", text, StringComparison.Ordinal);
        Assert.Equal(2, text.Split("nameserver ").Length - 1);
        Assert.EndsWith("10.0.0.2\tdb\n::2\tsix\n", spec.GeneratedFiles[1].Content, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mistake_is_one_sentence()
    {
        RunOptions o = Plain;
        (string Sentence, RunOptions Options)[] mistakes =
        [
            ("--name `..`: not a name", o with { Name = ".." }),
            ("--rootfs `/`: the machine's own root is not given to a container unmasked", o with { Rootfs = "/" }),
            ("--rootfs `/proc/self/root`: the machine's own root is not given to a container unmasked", o with { Rootfs = "/proc/self/root" }),
            ("run: no command given", o with { Command = [] }),
            ("run: no command given", o with { Command = [""] }),
            ("--workdir `x`: not an absolute path inside the container", o with { Workdir = "x" }),
            ("--workdir `/a/../..`: \"..\" is not allowed in a path inside the container", o with { Workdir = "/a/../.." }),
            ("--hostname `a b`: not a host name", o with { Hostname = "a b" }),
            ("--hostname `x`: would rename the machine: --uts host", o with { Hostname = "x", Uts = "host" }),
            ("--domainname `a\nb`: not a host name", o with { Domainname = "a\nb" }),
            ("--cpus `1`: is another way to write --cpu-quota and --cpu-period; give one or the other", o with { Cpus = "1", CpuQuota = "1" }),
            ("--cpu-quota `2e4`: not a whole number from -1 to 9223372036854775807", o with { CpuQuota = "2e4" }),
            ("--pids-limit `-2`: not a whole number from -1 to 9223372036854775807", o with { PidsLimit = "-2" }),
            ("--memory `-2`: not a size", o with { Memory = "-2" }),
            ("--oom-score-adj `1001`: not a whole number from -1000 to 1000", o with { OomScoreAdj = "1001" }),
            ("--add-host `a\nb`: not a host name", o with { AddHosts = ["a\nb:1.2.3.4"] }),
            ("--dns `8.8.8`: \"8.8.8\" is not an IP address", o with { Dns = ["8.8.8"] }),
            ("--dns-search `a b`: not a host name", o with { DnsSearch = ["a b"] }),
            ("--dns-option `a\nb`: not an option of resolv.conf(5)", o with { DnsOptions = ["a\nb"] }),
            ("--network `bridge`: a network with the outside is not in this version", o with { Network = "bridge" }),
            ("--pid `container:x`: joining another container is not in this version", o with { Pid = "container:x" }),
            ("--cgroup-parent `/a/../b`: \"..\" is not allowed in a path inside the container", o with { CgroupParent = "a/../b" }),
            ("--device-read-bps `/dev/null:1mb`: /dev/null is not a disk", o with { DeviceReadBps = ["/dev/null:1mb"] }),
            ("--privileged: contradicts --userns private: it gives rights over the machine, the namespace takes them", o with { Privileged = true, Userns = "private" }),
            ("--sysctl `net.core.somaxconn=1`: the net namespace is the host's, so it would change the machine", o with { Network = "host", Sysctls = ["net.core.somaxconn=1"] }),
        ];
        foreach ((string sentence, RunOptions options) in mistakes)
        {
            Assert.Equal(sentence, Assert.ThrowsAny<Exception>(() => SpecBuilder.Build(options)).Message);
        }
    }

    [Fact]
    public void A_root_that_is_a_file_or_missing_is_said()
    {
        LinuxException missing = Assert.Throws<LinuxException>(() => SpecBuilder.Build(Plain with { Rootfs = "/no/such" }));
        Assert.Equal("--rootfs `/no/such`: no such file or directory (ENOENT)", missing.Message);
        LinuxException file = Assert.Throws<LinuxException>(() => SpecBuilder.Build(Plain with { Rootfs = "/etc/passwd" }));
        Assert.Equal("--rootfs `/etc/passwd`: not a directory (ENOTDIR)", file.Message);
    }

    [Fact]
    public void A_link_to_a_root_is_resolved()
    {
        using TestRoot other = new();
        File.CreateSymbolicLink($"{other.Path}/link", root.Path);
        Assert.Equal(root.Path, SpecBuilder.Build(Plain with { Rootfs = $"{other.Path}/link" }).Root.Path);
    }

    [Fact]
    public void An_unknown_user_is_found_before_anything_is_made() =>
        Assert.Throws<RootfsException>(() => SpecBuilder.Build(Plain with { User = "nobody-here" }));
}
