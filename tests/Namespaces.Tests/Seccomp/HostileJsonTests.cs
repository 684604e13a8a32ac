using System.Diagnostics;
using System.Text;
using MiniRun.Linux;
using MiniRun.Namespaces.Sandbox;
using MiniRun.Namespaces.Sandbox.Seccomp;
using MiniRun.Oci;

namespace MiniRun.Namespaces.Tests.Seccomp;

public class HostileJsonTests
{
    private const string Errno = "\"defaultAction\":\"SCMP_ACT_ERRNO\"";

    [Theory]
    [InlineData("", "$ is followed by invalid JSON in line 1, byte 1")]
    [InlineData("null", "$ must be an object")]
    [InlineData("[]", "$ must be an object")]
    [InlineData("{}", "$ has no defaultAction")] // docker takes this for "unconfined"
    [InlineData("{\"defaultAction\":null}", "$ has no defaultAction")]
    [InlineData("{" + Errno, "$.defaultAction is followed by invalid JSON in line 1, byte 34")]
    [InlineData("{" + Errno + "} {}", "$ is followed by invalid JSON in line 1, byte 36")]
    [InlineData("{" + Errno + ",}", "$.defaultAction is followed by invalid JSON in line 1, byte 35")]
    [InlineData("{/**/" + Errno + "}", "$ is followed by invalid JSON in line 1, byte 2")]
    [InlineData("{\"defaultAction\":7}", "$.defaultAction must be a string")]
    [InlineData("{\"defaultAction\":\"ALLOW\"}", "$.defaultAction (ALLOW) is no action")]
    [InlineData(
        "{\"defaultAction\":\"SCMP_ACT_TRACE\"}",
        "$.defaultAction (SCMP_ACT_TRACE) is not supported: no tracer is attached")]
    [InlineData(
        "{\"defaultAction\":\"SCMP_ACT_NOTIFY\"}",
        "$.defaultAction (SCMP_ACT_NOTIFY) is not supported: no process here answers it")]
    [InlineData("{\"defaultaction\":\"SCMP_ACT_ALLOW\"}", "$.defaultaction is no field of a seccomp profile")]
    [InlineData("{" + Errno + "," + Errno + "}", "$.defaultAction is there twice")]
    [InlineData("{\"default\\u0041ction\":\"SCMP_ACT_ERRNO\"," + Errno + "}", "$.defaultAction is there twice")]
    [InlineData("{" + Errno + ",\"defaultErrnoRet\":4096}", "$.defaultErrnoRet must be a whole number from 0 to 4095")]
    [InlineData("{" + Errno + ",\"defaultErrnoRet\":-1}", "$.defaultErrnoRet must be a whole number from 0 to 4095")]
    [InlineData("{" + Errno + ",\"defaultErrnoRet\":1.5}", "$.defaultErrnoRet must be a whole number from 0 to 4095")]
    [InlineData("{" + Errno + ",\"defaultErrnoRet\":4294967297}", "$.defaultErrnoRet must be a whole number from 0 to 4095")]
    [InlineData("{" + Errno + ",\"defaultErrno\":\"ENOPE\"}", "$.defaultErrno (ENOPE) is no error")]
    [InlineData(
        "{" + Errno + ",\"defaultErrno\":\"EPERM\",\"defaultErrnoRet\":2}",
        "$ has two different errors for defaultAction: 2 and 1")]
    [InlineData(
        "{\"defaultAction\":\"SCMP_ACT_ALLOW\",\"defaultErrnoRet\":1}",
        "$ has an error number, but its defaultAction returns none")]
    [InlineData(
        "{" + Errno + ",\"architectures\":[],\"archMap\":[]}",
        "$.archMap and the other list of architectures exclude each other")]
    [InlineData(
        "{" + Errno + ",\"flags\":[\"SECCOMP_FILTER_FLAG_LOG\"]}",
        "$.flags[0] (SECCOMP_FILTER_FLAG_LOG) is not supported")]
    [InlineData(
        "{" + Errno + ",\"listenerPath\":\"/x\"}",
        "$.listenerPath is not supported: no process here answers SCMP_ACT_NOTIFY")]
    [InlineData("{" + Errno + ",\"syscalls\":{}}", "$.syscalls must be an array")]
    [InlineData("{" + Errno + ",\"syscalls\":[null]}", "$.syscalls[0] must be an object")]
    [InlineData("{" + Errno + ",\"syscalls\":[{}]}", "$.syscalls[0] has no names")]
    [InlineData("{" + Errno + ",\"syscalls\":[{\"names\":[\"read\"]}]}", "$.syscalls[0] has no action")]
    [InlineData(
        "{" + Errno + ",\"syscalls\":[{\"name\":\"a\",\"names\":[]}]}",
        "$.syscalls[0].names and the other list of names exclude each other")]
    [InlineData("{" + Errno + ",\"syscalls\":[{\"names\":[\"read\",5]}]}", "$.syscalls[0].names[1] must be a string")]
    public void What_is_wrong_is_said_with_its_place(string json, string reason) => AssertRefused(json, reason);

    [Theory]
    [InlineData("\"exludes\":{}", "$.syscalls[0].exludes is no field of a seccomp profile")]
    [InlineData("\"errnoRet\":1", "$.syscalls[0] has an error number, but its action returns none")]
    [InlineData("\"args\":[{}]", "$.syscalls[0].args[0] has no index")]
    [InlineData("\"args\":[{\"index\":0}]", "$.syscalls[0].args[0] has no op")]
    [InlineData("\"args\":[{\"index\":6}]", "$.syscalls[0].args[0].index must be a whole number from 0 to 5")]
    [InlineData("\"args\":[{\"op\":\"SCMP_CMP_XX\"}]", "$.syscalls[0].args[0].op (SCMP_CMP_XX) is no comparison")]
    [InlineData(
        "\"args\":[{\"value\":18446744073709551616}]",
        "$.syscalls[0].args[0].value must be a whole number from 0 to 18446744073709551615")]
    [InlineData(
        "\"args\":[{\"value\":\"1\"}]",
        "$.syscalls[0].args[0].value must be a whole number from 0 to 18446744073709551615")]
    [InlineData(
        "\"includes\":{\"caps\":[\"CAP_SYS_ADMIN\",\"CAP_SYSADMIN\"]}",
        "$.syscalls[0].includes.caps[1] (CAP_SYSADMIN) is no capability")]
    [InlineData("\"excludes\":{\"minKernel\":\"new\"}", "$.syscalls[0].excludes.minKernel is no kernel version such as 4.8")]
    [InlineData(
        "\"excludes\":{\"minKernel\":\"4.99999999999\"}",
        "$.syscalls[0].excludes.minKernel is no kernel version such as 4.8")]
    [InlineData("\"comment\":\"\\ud800\"", "$.syscalls[0].comment is not valid UTF-8")]
    public void What_is_wrong_in_a_rule_is_said_with_its_place(string field, string reason) =>
        AssertRefused(JsonTests.Rule(field), reason);

    [Fact]
    public void Bytes_that_are_no_text_are_refused()
    {
        byte[] json = Encoding.Latin1.GetBytes(JsonTests.Rule("\"comment\":\"\xff\xfe\""));
        Assert.Throws<UsageException>(() => SeccompJson.Parse(json, "profile.json"));
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{\"a\":")]
    [InlineData("{\"defaultAction\":[")]
    public void Deep_nesting_is_refused_at_once(string opening)
    {
        byte[] json = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(opening, 200_000)));
        Assert.Throws<UsageException>(() => SeccompJson.Parse(json, "profile.json"));
    }

    [Fact]
    public void A_file_without_end_is_refused()
    {
        Assert.Equal(Linux.Errno.EFBIG, Assert.Throws<LinuxException>(() => SeccompJson.Read("/dev/zero")).Errno);
        Assert.Equal(Linux.Errno.ENOENT, Assert.Throws<LinuxException>(() => SeccompJson.Read("/nonexistent.json")).Errno);
        Assert.Equal(Linux.Errno.EISDIR, Assert.Throws<LinuxException>(() => SeccompJson.Read("/")).Errno);
    }

    [Fact]
    public void A_large_profile_is_compiled_or_refused_in_bounded_time()
    {
        // As many tests on as many calls as fit into the largest file.
        string names = string.Join(',', Enumerable.Range(0, 300).Select(n => $"\"{X64SystemCalls.NameOf(n)}\""));
        string tests = string.Join(
            ',', Enumerable.Range(0, 1000).Select(n => $$"""{"index":0,"value":{{n * 2}},"op":"SCMP_CMP_EQ"}"""));
        string rule = $$"""{"names":[{{names}}],"action":"SCMP_ACT_ALLOW","args":[{{tests}}]}""";
        string one = $$"""{{{Errno}},"syscalls":[{{rule}}]}""";
        string many = $$"""{{{Errno}},"syscalls":[{{string.Join(',', Enumerable.Repeat(rule, 15))}}]}""";
        long start = Stopwatch.GetTimestamp();

        ReadOnlySpan<byte> filter = SeccompCompiler.Compile(JsonTests.Parse(one), CapabilitySet.Empty).Span;
        Assert.Equal(SeccompAction.Allow, SeccompFilter.Evaluate(filter, 5, [1998]));
        Assert.Equal(SeccompAction.Errno(1), SeccompFilter.Evaluate(filter, 5, [1997]));
        Assert.Throws<LinuxException>(() => SeccompCompiler.Compile(JsonTests.Parse(many), CapabilitySet.Empty));
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void Damaged_profiles_never_end_in_another_exception()
    {
        byte[] whole = Encoding.UTF8.GetBytes(JsonTests.Rule(
            "\"args\":[{\"index\":0,\"value\":1,\"op\":\"SCMP_CMP_EQ\"}],"
            + "\"includes\":{\"caps\":[\"CAP_KILL\"],\"minKernel\":\"4.8\"}"));
        Random random = new(1);
        int refused = 0;
        for (int i = 0; i < 20_000; i++)
        {
            byte[] damaged = i < whole.Length ? whole[..i] : [.. whole];
            if (damaged.Length == whole.Length)
            {
                damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
                damaged[random.Next(damaged.Length)] = whole[random.Next(whole.Length)];
            }

            try
            {
                _ = SeccompJson.Parse(damaged, "profile.json");
            }
            catch (UsageException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 10_000, 19_999);
    }

    private static void AssertRefused(string json, string reason)
    {
        UsageException refused = Assert.Throws<UsageException>(() => JsonTests.Parse(json));
        Assert.Equal($"seccomp profile `profile.json`: {reason}", refused.Message);
    }
}
