using System.Text;

namespace MiniRun.Cgroups.Tests;

public sealed class LayoutTests
{
    [Fact]
    public void Separate_v1_mounts_are_found_by_their_controller()
    {
        using FakeHost host = FakeHost.V1("cpu", "memory", "pids");
        Assert.Equal($"{host.Root}/pids", host.Layout.Find("pids")!.Directory);
        Assert.Equal(CgroupVersion.V1, host.Layout.Find("cpu")!.Version);
        Assert.Null(host.Layout.Find("cpuset"));
    }

    [Fact]
    public void Controllers_mounted_together_share_a_directory()
    {
        using FakeHost host = FakeHost.V1("cpu,cpuacct");
        Assert.Equal($"{host.Root}/cpu,cpuacct", host.Layout.Find("cpu")!.Directory);
        CgroupLayout layout = host.Layout;
        Assert.Same(layout.Find("cpu"), layout.Find("cpuacct"));
    }

    [Fact]
    public void In_a_hybrid_each_controller_is_looked_for_by_itself()
    {
        using FakeHost host = FakeHost.V1("cpu").AddV2("unified", "memory io");
        Assert.Equal(CgroupVersion.V1, host.Layout.Find("cpu")!.Version);
        Assert.Equal($"{host.Root}/unified", host.Layout.Find("memory")!.Directory);
        Assert.Equal(CgroupVersion.V2, host.Layout.Find("blkio")!.Version); // "io" there
        Assert.Null(host.Layout.Find("pids"));
    }

    [Fact]
    public void A_controller_name_is_not_found_inside_another()
    {
        using FakeHost host = FakeHost.V1("cpuset", "cpuacct");
        Assert.Null(host.Layout.Find("cpu"));
        using FakeHost unified = FakeHost.V2("cpuset memory");
        Assert.Null(unified.Layout.Find("cpu"));
    }

    [Fact]
    public void A_missing_controller_is_an_error_that_says_where_it_was_looked_for()
    {
        using FakeHost host = FakeHost.V1("cpu").AddV2("unified", "memory io");
        CgroupException error = Assert.Throws<CgroupException>(() => host.Commands(new CgroupLimits { PidsLimit = 64 }));
        Assert.Contains("--pids-limit", error.Message);
        Assert.Contains("/proc/self/mountinfo", error.Message);
        Assert.Contains($"{host.Root}/unified/cgroup.controllers` (memory io)", error.Message);
    }

    [Fact]
    public void A_missing_controller_is_no_error_when_no_limit_needs_it()
    {
        using FakeHost host = FakeHost.V1();
        Assert.Empty(host.Commands(new CgroupLimits()));
    }

    [Fact]
    public void Mount_points_are_decoded_and_optional_fields_skipped()
    {
        byte[] text = Encoding.UTF8.GetBytes(
            "41 31 0:3 / /mnt/a\\040b\\134c rw master:1 propagate_from:2 - cgroup none rw,xattr,cpu,cpuacct\n"
            + "42 31 0:4 / /mnt/cgroup\\040-\\040cgroup rw - ext4 /dev/sda rw\n"
            + "43 31 0:5 / /sys/fs/cgroup/systemd rw - cgroup cgroup rw,name=systemd\n"
            + "broken line\n\n44 - cgroup\n");
        CgroupMount mount = Assert.Single(CgroupLayout.FromMountInfo(text, checkMounts: false).Mounts);
        Assert.Equal("/mnt/a b\\c", mount.Directory);
        Assert.Equal("cpu,cpuacct", mount.Controllers);
    }

    [Fact]
    public void A_directory_that_is_no_cgroup_mount_any_more_is_not_used()
    {
        using FakeHost host = FakeHost.V1("pids"); // an ordinary directory: what a tmpfs over the mount looks like
        CgroupLayout layout = CgroupLayout.FromMountInfo(host.MountInfo);
        Assert.Null(layout.Find("pids"));
        CgroupException error = Assert.Throws<CgroupException>(() => layout.Require("pids", "--pids-limit"));
        Assert.Contains("something else is mounted over it", error.Message);
    }

    [Fact]
    public void Hostile_mountinfo_never_ends_in_another_exception()
    {
        Random random = new(7);
        byte[] seed = Encoding.UTF8.GetBytes("36 35 98:0 / /sys/fs/cgroup/cpu rw shared:1 - cgroup cgroup rw,cpu\\040\n");
        for (int round = 0; round < 20_000; round++)
        {
            byte[] text = [.. seed, .. seed];
            for (int i = random.Next(12); i >= 0; i--)
            {
                text[random.Next(text.Length)] = (byte)random.Next(256);
            }

            Assert.InRange(CgroupLayout.FromMountInfo(text, checkMounts: false).Mounts.Count, 0, 2);
        }
    }
}
