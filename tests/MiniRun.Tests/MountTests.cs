using MiniRun.Containers;
using MiniRun.Containers.Parsing;
using MiniRun.Linux;

namespace MiniRun.Tests;

public class MountTests
{
    private static string Text(MountSpec mount) => $"{mount.Type} {mount.Source} {mount.Destination} {string.Join(',', mount.Options)}";

    [Theory]
    [InlineData("/etc:/x", "bind /etc /x rbind,rprivate")]
    [InlineData("/etc:/x:ro", "bind /etc /x rbind,ro,rprivate")]
    [InlineData("/etc/:/x//y/./z/:ro,rslave,noexec", "bind /etc /x/y/z rbind,ro,rslave,noexec")]
    [InlineData("/etc/passwd:/p", "bind /etc/passwd /p rbind,rprivate")]
    [InlineData("/etc:/x:bind,nosuid", "bind /etc /x bind,nosuid,rprivate")]
    [InlineData("/etc/../etc:/x", "bind /etc /x rbind,rprivate")]
    [InlineData("/proc/meminfo:/proc/meminfo:ro", "bind /proc/meminfo /proc/meminfo rbind,ro,rprivate")]
    public void A_volume_is_a_bind(string text, string expected) => Assert.Equal(expected, Text(VolumeParser.Parse(text)));

    [Theory]
    [InlineData("/data", "anonymous volumes are not in this version")]
    [InlineData("name:/x", "named volumes are not in this version")]
    [InlineData("/etc:", "not of the form")]
    [InlineData(":/x", "not of the form")]
    [InlineData("/etc:/x:ro:rw", "not of the form")]
    [InlineData("/etc:/x:rx", "unknown option \"rx\"")]
    [InlineData("/etc:/x:", "unknown option \"\"")]
    [InlineData("/etc:/x:z", "SELinux")]
    [InlineData("/etc:x", "not an absolute path")]
    [InlineData("/etc:/x/../y", "\"..\" is not allowed")]
    [InlineData("/etc:/..", "\"..\" is not allowed")]
    [InlineData("/etc:/", "the root itself")]
    [InlineData("/etc://", "the root itself")]
    [InlineData("/etc:/proc", "/proc must be the real one")]
    [InlineData("/etc:/proc/", "/proc must be the real one")]
    [InlineData("/etc:/proc/self", "/proc must be the real one")]
    [InlineData("/etc:/./proc//self/attr", "/proc must be the real one")]
    [InlineData("/etc/hostname:/proc/sys/kernel/hostname", "/proc must be the real one")]
    [InlineData("/etc:/sys", "minirun's to mount")]
    [InlineData("/etc:/sys/fs/cgroup", "minirun's to mount")]
    [InlineData("/etc:/sys/fs/cgroup/memory", "no places to mount on")]
    [InlineData("/etc:/dev", "device nodes")]
    [InlineData("/etc/hostname:/dev/null", "device nodes")]
    [InlineData("/etc:/dev/pts/0", "no places to mount on")]
    public void A_volume_that_cannot_be_is_one_sentence(string text, string reason)
    {
        UsageException exception = Assert.Throws<UsageException>(() => VolumeParser.Parse(text));
        Assert.StartsWith("--volume `", exception.Message, StringComparison.Ordinal);
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/etc:/procx")]
    [InlineData("/etc:/sysroot")]
    [InlineData("/etc:/dev/shm")]
    [InlineData("/etc:/dev/snd")]
    [InlineData("/etc:/x/proc")]
    public void Near_a_forbidden_target_is_not_forbidden(string text) => Assert.Equal("bind", VolumeParser.Parse(text).Type);

    [Fact]
    public void A_missing_source_is_refused_with_the_reason()
    {
        LinuxException exception = Assert.Throws<LinuxException>(() => VolumeParser.Parse("/no/such/place:/x"));
        Assert.Equal("--volume `/no/such/place`: no such file or directory (ENOENT)", exception.Message);
        Assert.NotNull(exception.Hint);
    }

    [Fact]
    public void A_link_as_source_is_resolved_once()
    {
        using TestRoot root = new();
        File.CreateSymbolicLink($"{root.Path}/link", "/etc");
        Assert.Equal("/etc", VolumeParser.Parse($"{root.Path}/link:/x").Source);
    }

    [Theory]
    [InlineData("type=bind,source=/etc,target=/x", "bind /etc /x rbind,rw,rprivate")]
    [InlineData("type=bind,src=/etc,dst=/x,readonly", "bind /etc /x rbind,ro,rprivate")]
    [InlineData("type=bind,src=/etc,destination=/x,readonly=false", "bind /etc /x rbind,rw,rprivate")]
    [InlineData("type=bind,src=/etc,dst=/x,bind-propagation=rslave,bind-nonrecursive", "bind /etc /x rslave,bind,rw")]
    [InlineData("type=tmpfs,target=/x,tmpfs-size=64m,tmpfs-mode=0700", "tmpfs tmpfs /x nosuid,nodev,noexec,size=67108864,mode=0700,rw")]
    [InlineData("type=bind,\"source=/etc\",target=/x", "bind /etc /x rbind,rw,rprivate")]
    public void A_mount_in_words(string text, string expected) => Assert.Equal(expected, Text(MountParser.Parse(text)));

    [Theory]
    [InlineData("type=bind,source=/etc", "no target=")]
    [InlineData("type=bind,target=/x", "needs source=")]
    [InlineData("type=tmpfs,source=/etc,target=/x", "has no source")]
    [InlineData("type=tmpfs,target=/x,bind-propagation=rslave", "no bind options")]
    [InlineData("type=bind,source=/etc,target=/x,tmpfs-size=1m", "no tmpfs options")]
    [InlineData("source=v,target=/x", "volumes are not in this version")]
    [InlineData("type=volume,target=/x", "volumes are not in this version")]
    [InlineData("type=nfs,target=/x", "unknown type \"nfs\"")]
    [InlineData("type=bind,source=/etc,target=/x,readnoly", "unknown key \"readnoly\"")]
    [InlineData("type=bind,source=/etc,target=/x,bind-propagation=up", "unknown propagation \"up\"")]
    [InlineData("type=bind,\"source=/etc,target=/x", "does not end")]
    [InlineData("type=bind,\"source=/etc\"x,target=/x", "does not end")]
    [InlineData("type=tmpfs,target=/proc/self", "/proc must be the real one")]
    [InlineData("type=tmpfs,target=/proc/meminfo", "/proc must be the real one")]
    [InlineData("", "unknown key \"\"")]
    public void A_mount_that_cannot_be(string text, string reason) =>
        Assert.Contains(reason, Assert.Throws<UsageException>(() => MountParser.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_quoted_field_may_have_commas_and_quotes() =>
        Assert.Equal(["a", "b,\"c\"", "", "d"], CommaFields.Split("--mount", "a,\"b,\"\"c\"\"\",,d"));

    [Theory]
    [InlineData("/x", "nosuid,nodev,noexec")]
    [InlineData("/x:size=1m,mode=1777,exec,ro", "nosuid,nodev,noexec,size=1048576,mode=1777,exec,ro")]
    [InlineData("/x:uid=1000,gid=4294967294,nr_inodes=5", "nosuid,nodev,noexec,uid=1000,gid=4294967294,nr_inodes=5")]
    public void A_tmpfs(string text, string options) => Assert.Equal(options, string.Join(',', TmpfsParser.Parse(text).Options));

    [Theory]
    [InlineData("/x:size=1q")]
    [InlineData("/x:size=18446744073709551616")]
    [InlineData("/x:size")]
    [InlineData("/x:mode=8")]
    [InlineData("/x:mode=10000")]
    [InlineData("/x:mode=")]
    [InlineData("/x:mode=777777")]
    [InlineData("/x:uid=4294967296")]
    [InlineData("/x:uid=4294967295")]
    [InlineData("/x:uid=-1")]
    [InlineData("/x:ro=1")]
    [InlineData("/x:mpol=bind")]
    [InlineData("/x:")]
    [InlineData("x")]
    [InlineData("/")]
    [InlineData("/dev")]
    public void A_tmpfs_that_cannot_be(string text) => Assert.Throws<UsageException>(() => TmpfsParser.Parse(text));
}
