using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MiniRun.Containers;
using MiniRun.Output;

namespace MiniRun.Tests;

/// <summary>A file of ours that is damaged, or that somebody has written to.</summary>
public sealed class ConfigDamageTests
{
    private static readonly string Whole = ConfigDocument.Write(ConfigDocument.Full());

    [Theory]
    [InlineData("ociVersion", "\"2.0.0\"", "config.ociVersion `2.0.0`: not 1.2.0")]
    [InlineData("ociVersion", "1", "config.ociVersion: not a string")]
    [InlineData("ociVersion", null, "config.ociVersion: is missing")]
    [InlineData("hooks", "{}", "config `hooks`: not a known member")]
    [InlineData("process", null, "config.process: is missing")]
    [InlineData("process", "[]", "config.process: not an object")]
    [InlineData("process", "null", "config.process: not an object")]
    [InlineData("process.apparmorProfile", "\"x\"", "config.process `apparmorProfile`: not a known member")]
    [InlineData("process.terminal", "1", "config.process.terminal: not true or false")]
    [InlineData("process.user.uid", "4294967296", "config.process.user.uid: not a whole number from 0 to 4294967295")]
    [InlineData("process.user.gid", "-1", "config.process.user.gid: not a whole number from 0 to 4294967295")]
    [InlineData("process.user.gid", "1.0", "config.process.user.gid: not a whole number from 0 to 4294967295")]
    [InlineData("process.user.gid", "\"0\"", "config.process.user.gid: not a whole number from 0 to 4294967295")]
    [InlineData("process.user.umask", "512", "config.process.user.umask: not a whole number from 0 to 511")]
    [InlineData("process.user.additionalGids", "{}", "config.process.user.additionalGids: not an array")]
    [InlineData("process.user.additionalGids", "[1,null]", "config.process.user.additionalGids[1]: not a whole number from 0 to 4294967295")]
    [InlineData("process.args", "[1]", "config.process.args[0]: not a string")]
    [InlineData("process.args", "[]", "config.process.args: has no program")]
    [InlineData("process.args", "[\"\",\"x\"]", "config.process.args: has no program")]
    [InlineData("process.args", "[\"a\\u000000\"]", "config.process.args[0]: holds a zero byte")]
    [InlineData("process.args", "[\"a\",\"\\u0000\"]", "config.process.args[1]: has U+0000 without the two digits of a byte")]
    [InlineData("process.args", "[\"a\\u0000f\"]", "config.process.args[0]: has U+0000 without the two digits of a byte")]
    [InlineData("process.args", "[\"a\\u00007f\"]", "config.process.args[0]: has U+0000 without the two digits of a byte")]
    [InlineData("process.args", "[\"a\\u0000FF\"]", "config.process.args[0]: has U+0000 without the two digits of a byte")]
    [InlineData("process.args", "[\"a\\u00000/\"]", "config.process.args[0]: has U+0000 without the two digits of a byte")]
    [InlineData("process.args", "[\"a\\u0000/0\"]", "config.process.args[0]: has U+0000 without the two digits of a byte")]
    [InlineData("process.env", "[[]]", "config.process.env[0]: not a string")]
    [InlineData("process.cwd", "\"a\"", "config.process.cwd `a`: not an absolute path")]
    [InlineData("process.cwd", "\"/a/../b\"", "config.process.cwd `/a/../b`: has an empty component, \".\" or \"..\"")]
    [InlineData("process.cwd", "\"/a/\"", "config.process.cwd `/a/`: has an empty component, \".\" or \"..\"")]
    [InlineData("process.capabilities.bounding", "[\"CAP_X\"]", "config.process.capabilities.bounding[0] `CAP_X`: not a capability")]
    [InlineData("process.capabilities.bounding", "[\"KILL\"]", "config.process.capabilities.bounding[0] `KILL`: not a capability")]
    [InlineData("process.capabilities.bounding", "[]", "config.process.capabilities.effective: not the same as bounding")]
    [InlineData("process.capabilities.permitted", "[\"CAP_KILL\"]", "config.process.capabilities.permitted: not the same as bounding")]
    [InlineData("process.capabilities.ambient", "[\"CAP_KILL\"]", "config.process.capabilities.ambient: not empty")]
    [InlineData("process.rlimits[0].type", "\"RLIMIT_X\"", "config.process.rlimits[0].type `RLIMIT_X`: not a resource limit")]
    [InlineData("process.rlimits[1].soft", "-1", "config.process.rlimits[1].soft: not a whole number from 0 to 18446744073709551615")]
    [InlineData("process.oomScoreAdj", "1001", "config.process.oomScoreAdj: not a whole number from -1000 to 1000")]
    [InlineData("process.oomScoreAdj", "null", "config.process.oomScoreAdj: not a whole number from -1000 to 1000")]
    public void What_is_wrong_with_the_process(string path, string? json, string sentence) => AssertRefused(path, json, sentence);

    [Theory]
    [InlineData("root.path", "\"x\"", "config.root.path `x`: not an absolute path")]
    [InlineData("root.readonly", null, "config.root.readonly: is missing")]
    [InlineData("hostname", "5", "config.hostname: not a string")]
    [InlineData("mounts", "\"\"", "config.mounts: not an array")]
    [InlineData("mounts[0]", "null", "config.mounts[0]: not an object")]
    [InlineData("mounts[1].type", "\"ext4\"", "config.mounts[1].type `ext4`: not a type of mount")]
    [InlineData("mounts[0].source", "\"x\"", "config.mounts[0].source `x`: not an absolute path")]
    [InlineData("mounts[1].destination", "\"//t\"", "config.mounts[1].destination `//t`: has an empty component, \".\" or \"..\"")]
    [InlineData("mounts[1].options", "[true]", "config.mounts[1].options[0]: not a string")]
    [InlineData("minirun", null, "config.minirun: is missing")]
    [InlineData("minirun.overlay", "\"true\"", "config.minirun.overlay: not true or false")]
    [InlineData("minirun.interactive", null, "config.minirun.interactive: is missing")]
    [InlineData("minirun.generatedFiles[0].content", "0", "config.minirun.generatedFiles[0].content: not a string")]
    [InlineData("minirun.generatedFiles[0].destination", "\"/a/..\"", "config.minirun.generatedFiles[0].destination `/a/..`: has an empty component, \".\" or \"..\"")]
    [InlineData("minirun.seccomp", "\"?\"", "config.minirun.seccomp: not base64")]
    [InlineData("minirun.seccomp", "\"\\ud800\"", "config.minirun.seccomp: not base64")]
    [InlineData("minirun.seccomp", "\"AAAA\"", "config.minirun.seccomp: not at most 4096 instructions of 8 bytes")]
    [InlineData("minirun.seccomp", "[]", "config.minirun.seccomp: not a string")]
    [InlineData("minirun.init", "false", "config.minirun.init: not an object")]
    [InlineData("minirun.init.signal", "\"none\"", "config.minirun.init.signal `none`: not child, group or all")]
    [InlineData("minirun.init.grace", "1000001", "config.minirun.init.grace: not a whole number from 0 to 1000000")]
    [InlineData("minirun.init.exitCodes[0].from", "256", "config.minirun.init.exitCodes[0].from: not a whole number from 0 to 255")]
    [InlineData("minirun.init.exitCodes[0].to", null, "config.minirun.init.exitCodes[0].to: is missing")]
    [InlineData("minirun.init.exitCodes[1].from", "255", "config.minirun.init.exitCodes[1].from: is there twice")]
    [InlineData("minirun.init.signals[0].from", "65", "config.minirun.init.signals[0].from: not a whole number from 1 to 64")]
    [InlineData("minirun.init.signals[0].to", "0", "config.minirun.init.signals[0].to: not a whole number from 1 to 64")]
    [InlineData("minirun.init.signals[1].from", "64", "config.minirun.init.signals[1].from: is there twice")]
    public void What_is_wrong_with_the_files_and_with_what_is_ours(string path, string? json, string sentence) => AssertRefused(path, json, sentence);

    [Theory]
    [InlineData("linux.namespaces[0].type", "\"time\"", "config.linux.namespaces[0].type `time`: not a kind of namespace")]
    [InlineData("linux.namespaces[0].type", "\"network\"", "config.linux.namespaces[1].type `network`: is there twice")]
    [InlineData("linux.namespaces[0].path", "\"/proc/1/ns/pid\"", "config.linux.namespaces[0] `path`: not a known member")]
    [InlineData("linux.uidMappings[0].size", "0", "config.linux.uidMappings[0].size: not a whole number from 1 to 4294967295")]
    [InlineData("linux.gidMappings[1].hostID", "true", "config.linux.gidMappings[1].hostID: not a whole number from 0 to 4294967295")]
    [InlineData("linux.devices[1].path", "\"/etc/x\"", "config.linux.devices[1].path `/etc/x`: not below /dev")]
    [InlineData("linux.devices[1].path", "\"/dev\"", "config.linux.devices[1].path `/dev`: not below /dev")]
    [InlineData("linux.devices[1].type", "\"p\"", "config.linux.devices[1].type `p`: not b or c")]
    [InlineData("linux.devices[1].major", "4096", "config.linux.devices[1].major: not a whole number from 0 to 4095")]
    [InlineData("linux.devices[1].minor", "1048576", "config.linux.devices[1].minor: not a whole number from 0 to 1048575")]
    [InlineData("linux.devices[1].fileMode", "4096", "config.linux.devices[1].fileMode: not a whole number from 0 to 4095")]
    [InlineData("linux.cgroupsPath", "\"/a/other\"", "config.linux.cgroupsPath `/a/other`: does not end in /test")]
    [InlineData("linux.cgroupsPath", "\"/a/../test\"", "config.linux.cgroupsPath `/a/../test`: has an empty component, \".\" or \"..\"")]
    [InlineData("linux.sysctl", "[]", "config.linux.sysctl: not an object")]
    [InlineData("linux.sysctl", "{\"a\":1}", "config.linux.sysctl.a: not a string")]
    [InlineData("linux.sysctl", "{\"a\":\"\",\"a\":\"\"}", "config.linux.sysctl.a: is there twice")]
    [InlineData("linux.sysctl", "{\"\\ud800\":\"\"}", "config.linux.sysctl: has a member whose name is not valid UTF-8")]
    [InlineData("linux.resources.memory", "{\"\\udc80\":1}", "config.linux.resources.memory: has a member whose name is not valid UTF-8")]
    [InlineData("linux.sysctl", "{\"a\":\"\\udc80\"}", "config.linux.sysctl.a: not valid UTF-8")]
    [InlineData("linux.maskedPaths", "[\"\"]", "config.linux.maskedPaths[0] ``: not an absolute path")]
    [InlineData("linux.readonlyPaths", "{\"a\":[]}", "config.linux.readonlyPaths: not an array")]
    [InlineData("linux.resources", null, "config.linux.resources: is missing")]
    [InlineData("linux.resources.network", "{}", "config.linux.resources `network`: not a known member")]
    [InlineData("linux.resources.memory.limit", "-2", "config.linux.resources.memory.limit: not a whole number from -1 to 9223372036854775807")]
    [InlineData("linux.resources.memory.limit", "1e3", "config.linux.resources.memory.limit: not a whole number from -1 to 9223372036854775807")]
    [InlineData("linux.resources.memory.reservation", "-1", "config.linux.resources.memory.reservation: not a whole number from 0 to 9223372036854775807")]
    [InlineData("linux.resources.cpu.quota", "9223372036854775808", "config.linux.resources.cpu.quota: not a whole number from -9223372036854775808 to 9223372036854775807")]
    [InlineData("linux.resources.cpu.cpus", "0", "config.linux.resources.cpu.cpus: not a string")]
    [InlineData("linux.resources.pids", "{}", "config.linux.resources.pids.limit: is missing")]
    [InlineData("linux.resources.blockIO.weight", "1001", "config.linux.resources.blockIO.weight: not a whole number from 0 to 1000")]
    [InlineData("linux.resources.blockIO.throttleReadBpsDevice[0].rate", "18446744073709551616", "config.linux.resources.blockIO.throttleReadBpsDevice[0].rate: not a whole number from 0 to 18446744073709551615")]
    [InlineData("linux.resources.devices[0].allow", "0", "config.linux.resources.devices[0].allow: not true or false")]
    [InlineData("linux.resources.devices[0].type", "\"u\"", "config.linux.resources.devices[0].type `u`: not a, b or c")]
    [InlineData("linux.resources.devices[3].major", "-2", "config.linux.resources.devices[3].major: not a whole number from -1 to 4095")]
    [InlineData("linux.resources.devices[0].access", "\"rx\"", "config.linux.resources.devices[0].access `rx`: has other letters than r, w and m")]
    public void What_is_wrong_with_the_linux_part(string path, string? json, string sentence) => AssertRefused(path, json, sentence);

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"\"")]
    [InlineData("0")]
    public void What_is_no_object_is_no_configuration(string json) =>
        Assert.Equal("config: not an object", Assert.Throws<UsageException>(() => ConfigDocument.Read(json)).Message);

    [Fact]
    public void A_member_that_is_there_twice_is_refused_since_readers_differ_on_which_counts()
    {
        string twice = Whole.Replace("\"noNewPrivileges\":true", "\"noNewPrivileges\":true,\"noNewPrivileges\":false", StringComparison.Ordinal);
        Assert.NotEqual(Whole, twice);
        Assert.Equal("config.process.noNewPrivileges: is there twice", Assert.Throws<UsageException>(() => ConfigDocument.Read(twice)).Message);
    }

    [Fact]
    public void The_configuration_of_another_container_is_refused()
    {
        UsageException refused = Assert.Throws<UsageException>(() => ConfigDocument.Read(Whole, "other"));
        Assert.EndsWith(": does not end in /other", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_no_UTF8_are_refused()
    {
        byte[] bytes = Encoding.UTF8.GetBytes(Whole);
        bytes[bytes.AsSpan().IndexOf("\"net.a\":\""u8) + "\"net.a\":\""u8.Length] = 0xff;
        Assert.Equal("config.linux.sysctl.net.a: not valid UTF-8", Assert.Throws<UsageException>(() => ConfigDocument.Read(bytes)).Message);
    }

    [Fact]
    public void A_name_made_for_a_terminal_is_shown_harmless()
    {
        UsageException refused = Assert.Throws<UsageException>(() => ConfigDocument.Read("""{"\u001b[2J\nx":1}"""));
        Assert.Equal("minirun: config `\\x1b[2J\\x0ax`: not a known member\n", ErrorReport.Of(refused));
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{\"process\":")]
    public void Deep_nesting_is_refused_at_once(string opening) =>
        Assert.ThrowsAny<JsonException>(() => ConfigDocument.Read(string.Concat(Enumerable.Repeat(opening, 200_000))));

    [Fact]
    public void A_large_file_is_read_or_refused_in_bounded_time()
    {
        string many = string.Join(',', Enumerable.Range(0, 200_000).Select(i => $"\"{i}\":\"\""));
        string gids = string.Join(',', Enumerable.Repeat("1", 1_000_000));
        long start = System.Diagnostics.Stopwatch.GetTimestamp();
        Assert.Equal(200_000, ConfigDocument.Read(Changed("linux.sysctl", $"{{{many}}}")).Linux.Sysctl.Count);
        Assert.Equal(1_000_000, ConfigDocument.Read(Changed("process.user.additionalGids", $"[{gids}]")).Process.AdditionalGids.Count);
        Assert.Throws<UsageException>(() => ConfigDocument.Read($"{{{many}}}"));
        Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void Damage_never_ends_in_another_exception()
    {
        byte[] whole = Encoding.UTF8.GetBytes(Whole);
        Random random = new(1);
        int refused = 0;
        const int Rounds = 6000;
        for (int i = 0; i < Rounds; i++)
        {
            byte[] damaged = i % 3 == 0 ? whole[..random.Next(whole.Length)] : [.. whole];
            if (damaged.Length == whole.Length)
            {
                damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
                damaged[random.Next(damaged.Length)] = whole[random.Next(whole.Length)];
            }

            try
            {
                _ = ConfigDocument.Read(damaged);
            }
            catch (Exception exception) when (exception is UsageException or JsonException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, Rounds / 2, Rounds - 1);
    }

    // Every value in turn replaced by one of each other kind: the reader must refuse it, whatever it is.
    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[[]]")]
    [InlineData("1.5")]
    public void No_value_may_be_of_another_kind(string other)
    {
        List<string> paths = [];
        Collect(JsonNode.Parse(Whole)!, "", paths);
        Assert.True(paths.Count > 300);
        foreach (string path in paths)
        {
            string changed = Changed(path, other);
            bool mayBeEmpty = path is "linux.sysctl" or "linux.resources.memory" or "linux.resources.cpu" or "linux.resources.blockIO";
            if (other != "{}" || !mayBeEmpty)
            {
                UsageException refused = Assert.Throws<UsageException>(() => ConfigDocument.Read(changed));
                Assert.StartsWith("config." + path.Split('[')[0], refused.Message, StringComparison.Ordinal);
            }
        }
    }

    private static void Collect(JsonNode node, string path, List<string> paths)
    {
        if (path.Length > 0)
        {
            paths.Add(path);
        }

        if (node is JsonObject members)
        {
            foreach ((string name, JsonNode? value) in members)
            {
                if (path != "linux.sysctl")
                {
                    Collect(value!, path.Length == 0 ? name : $"{path}.{name}", paths);
                }
            }
        }
        else if (node is JsonArray items)
        {
            for (int i = 0; i < items.Count; i++)
            {
                Collect(items[i]!, $"{path}[{i}]", paths);
            }
        }
    }

    private static void AssertRefused(string path, string? json, string sentence) =>
        Assert.Equal(sentence, Assert.Throws<UsageException>(() => ConfigDocument.Read(Changed(path, json))).Message);

    // The whole configuration with one value replaced by this text, or taken out.
    private static string Changed(string path, string? json)
    {
        const string Marker = "@@changed@@";
        JsonNode whole = JsonNode.Parse(Whole)!;
        JsonNode node = whole;
        string[] parts = path.Split('.', '[');
        foreach (string part in parts[..^1])
        {
            node = part.EndsWith(']') ? node[int.Parse(part[..^1])]! : node[part]!;
        }

        if (json is null)
        {
            Assert.True(node.AsObject().Remove(parts[^1]));
        }
        else if (parts[^1].EndsWith(']'))
        {
            node[int.Parse(parts[^1][..^1])] = Marker;
        }
        else
        {
            node[parts[^1]] = Marker;
        }

        return whole.ToJsonString().Replace($"\"{Marker}\"", json, StringComparison.Ordinal);
    }
}
