using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MiniRun.Output;

namespace MiniRun.Tests;

/// <summary>A file of ours that is damaged, or that somebody has written to.</summary>
public sealed class ConfigHostileTests
{
    [Fact]
    public void The_configuration_of_another_container_is_refused()
    {
        UsageException refused = Assert.Throws<UsageException>(() => ConfigDocument.Read(ConfigDocument.Whole, "other"));
        Assert.EndsWith(": does not end in /other", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_no_UTF8_are_refused()
    {
        byte[] bytes = Encoding.UTF8.GetBytes(ConfigDocument.Whole);
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
        long start = Stopwatch.GetTimestamp();
        Assert.Equal(200_000, ConfigDocument.Read(ConfigDocument.Changed("linux.sysctl", $"{{{many}}}")).Linux.Sysctl.Count);
        Assert.Equal(1_000_000, ConfigDocument.Read(ConfigDocument.Changed("process.user.additionalGids", $"[{gids}]")).Process.AdditionalGids.Count);
        Assert.Throws<UsageException>(() => ConfigDocument.Read($"{{{many}}}"));
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void Damage_never_ends_in_another_exception()
    {
        byte[] whole = Encoding.UTF8.GetBytes(ConfigDocument.Whole);
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
        Collect(JsonNode.Parse(ConfigDocument.Whole)!, "", paths);
        Assert.True(paths.Count > 300);
        foreach (string path in paths)
        {
            string changed = ConfigDocument.Changed(path, other);
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
}
