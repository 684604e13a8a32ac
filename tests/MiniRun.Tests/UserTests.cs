using MiniRun.Linux;
using MiniRun.Rootfs;
using MiniRun.Rootfs.Users;

namespace MiniRun.Tests;

public class UserTests
{
    private const string Passwd = """
        root:x:0:0:root:/root:/bin/sh
        # comment:x:1:1
        1000:x:0:0:a trap:/trap:/bin/sh
        broken
        negative:x:-1:-1::/:
        wrap:x:4294967296:4294967296::/:
        nochange:x:4294967295:4294967295::/:
        +nis:x:0:0::/:
        alice:x:1000:1000:Alice:/home/alice:/bin/sh
        bob:x:1001:100::
        short:x:7:8
        twice:x:20:20::/first:
        twice:x:21:21::/second:
        """;

    private const string Group = """
        root:x:0:
        users:x:100:alice,bob
        wheel:x:10:root,alice
        alice:x:1000:alice
        1234:x:0:
        bad:x:4294967296:alice
        #no:x:5:alice
        dev:x:44:bob,alice2,xalice
        """;

    private static ResolvedUser Resolve(string? user, params string[] add)
    {
        using TestRoot root = new(Passwd, Group);
        return Resolve(root, user, add);
    }

    private static ResolvedUser Resolve(TestRoot root, string? user, params string[] add)
    {
        using FileDescriptor descriptor = Files.Open(root.Path, Fcntl.O_PATH | Fcntl.O_DIRECTORY);
        return UserResolver.Resolve(descriptor, user, add);
    }

    [Theory]
    [InlineData(null, 0, 0, "/root", "0,10")]
    [InlineData("root", 0, 0, "/root", "0,10")]
    [InlineData("0", 0, 0, "/root", "0,10")]
    [InlineData("alice", 1000, 1000, "/home/alice", "1000,100,10")]
    [InlineData("1000", 1000, 1000, "/home/alice", "1000,100,10")]
    [InlineData("alice:users", 1000, 100, "/home/alice", "100")]
    [InlineData("alice:7", 1000, 7, "/home/alice", "7")]
    [InlineData("bob", 1001, 100, "/", "100,44")]
    [InlineData("short", 7, 8, "/", "8")]
    [InlineData("twice", 20, 20, "/first", "20")]
    [InlineData("5000", 5000, 0, "/", "0")]
    [InlineData("5000:1234", 5000, 1234, "/", "1234")]
    [InlineData("2147483648", 2147483648, 0, "/", "0")]
    [InlineData("4294967294:4294967294", 4294967294, 4294967294, "/", "4294967294")]
    public void A_user_is_who_the_root_says(string? user, long uid, long gid, string home, string groups)
    {
        ResolvedUser resolved = Resolve(user);
        Assert.Equal((uid, gid, home, groups), (resolved.Uid, resolved.Gid, resolved.Home, string.Join(',', resolved.Groups)));
    }

    // The C library ends a line at '\n' only. Who may set a comment must not be able to make a user or a group.
    [Theory]
    [InlineData('\r')]
    [InlineData('\f')]
    [InlineData('\v')]
    [InlineData('\u0085')]
    [InlineData('\u2028')]
    public void No_other_character_ends_a_line(char separator)
    {
        string passwd = $"alice:x:1000:1000:Alice{separator}evil:x:0:0::/evil:/bin/sh\n";
        Assert.Null(PasswdFile.Find(passwd, "evil", 0));
        Assert.Null(PasswdFile.Find(passwd, null, 0));
        string group = $"users:x:100:bob{separator}evil:x:0:alice\n";
        Assert.Null(GroupFile.Find(group, "evil"));
        Assert.Empty(GroupFile.OfMember(group, "alice"));
    }

    [Theory]
    [InlineData("")]
    [InlineData(":")]
    [InlineData("1:")]
    [InlineData(":2")]
    [InlineData("01")]
    [InlineData("0x1")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData("1abc")]
    [InlineData("1:abc:2")]
    [InlineData("1:-1")]
    [InlineData("1:02")]
    [InlineData("4294967295")]
    [InlineData("4294967296")]
    [InlineData("1:4294967295")]
    [InlineData("1:4294967296")]
    [InlineData("18446744073709551616")]
    [InlineData("nobody")]
    [InlineData("alice:nogroup")]
    [InlineData("negative")]
    [InlineData("wrap")]
    [InlineData("nochange")]
    [InlineData("+nis")]
    [InlineData("../root")]
    [InlineData("root\n")]
    public void Anything_else_is_refused(string user) => Assert.Throws<RootfsException>(() => Resolve(user));

    [Fact]
    public void Around_the_powers_of_two_the_id_is_the_number_asked_for()
    {
        using TestRoot root = new(Passwd, Group);
        foreach (long edge in (long[])[0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0x100000000])
        {
            for (long number = edge - 20; number <= edge + 20; number++)
            {
                if (number <= PasswdEntry.HighestId)
                {
                    Assert.Equal(number, Resolve(root, $"{number}:{number}").Uid);
                    Assert.Equal(number, Resolve(root, $"{number}:{number}").Gid);
                }
                else
                {
                    Assert.Throws<RootfsException>(() => Resolve(root, $"{number}"));
                    Assert.Throws<RootfsException>(() => Resolve(root, $"1:{number}"));
                }
            }
        }
    }

    [Fact]
    public void Added_groups_come_last_and_once() =>
        Assert.Equal([1000u, 100, 10, 44, 7], Resolve("alice", "dev", "7", "10", "7").Groups);

    [Fact]
    public void An_unknown_user_is_one_sentence()
    {
        RootfsException exception = Assert.Throws<RootfsException>(() => Resolve("nobody"));
        Assert.Equal("user `nobody`: not in the root's /etc/passwd", exception.Message);
    }

    [Fact]
    public void Without_a_passwd_file_numbers_work_and_names_do_not()
    {
        using TestRoot root = new();
        Assert.Equal(12u, Resolve(root, "12").Uid);
        Assert.Equal("/", Resolve(root, null).Home);
        Assert.Throws<RootfsException>(() => Resolve(root, "root"));
    }

    [Fact]
    public void A_link_out_of_the_root_is_followed_inside_it()
    {
        using TestRoot root = new();
        File.CreateSymbolicLink($"{root.Path}/etc/passwd", "/../../../../etc/passwd");
        Assert.Throws<LinuxException>(() => Resolve(root, "root")); // it leads to itself: ELOOP, not the machine's
        File.Delete($"{root.Path}/etc/passwd");
        File.WriteAllText($"{root.Path}/real", "carol:x:33:34::/c:\n");
        File.CreateSymbolicLink($"{root.Path}/etc/passwd", "/real");
        Assert.Equal(33u, Resolve(root, "carol").Uid);
    }

    [Theory]
    [InlineData("mkfifo")]
    [InlineData("mkdir")]
    public void What_is_no_file_is_refused_without_waiting(string command)
    {
        using TestRoot root = new();
        Assert.Equal(0, Spawn.Run($"/usr/bin/{command}", [command, $"{root.Path}/etc/passwd"], null));
        RootfsException exception = Assert.Throws<RootfsException>(() => Resolve(root, "root"));
        Assert.Equal("read `/etc/passwd` of the root: it is not a regular file", exception.Message);
    }

    [Fact]
    public void A_device_in_place_of_the_file_is_never_opened()
    {
        using TestRoot root = new();
        File.CreateSymbolicLink($"{root.Path}/etc/passwd", "/dev/zero");
        Assert.Throws<RootfsException>(() => Resolve(root, "root")); // resolved inside: there is no such file
    }

    [Fact]
    public void A_file_without_end_is_refused()
    {
        using TestRoot root = new(new string('a', (1 << 20) + 1));
        Assert.Equal(Errno.EFBIG, Assert.Throws<LinuxException>(() => Resolve(root, "root")).Errno);
        File.WriteAllText($"{root.Path}/etc/passwd", new string('a', (1 << 20) - 30) + "\nroot:x:0:0::/r:\n");
        Assert.Equal("/r", Resolve(root, "root").Home);
    }

    [Fact]
    public void Bytes_that_are_no_text_do_not_hide_the_rest()
    {
        using TestRoot root = new();
        File.WriteAllBytes($"{root.Path}/etc/passwd", [.. "\0\xff:x:1:1::/:\n"u8, .. "dave:x:44:45::/d:\n"u8]);
        Assert.Equal(44u, Resolve(root, "dave").Uid);
    }
}
