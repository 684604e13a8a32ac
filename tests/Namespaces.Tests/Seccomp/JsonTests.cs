using System.Text;
using MiniRun.Namespaces.Sandbox;
using MiniRun.Namespaces.Sandbox.Seccomp;
using MiniRun.Oci;

namespace MiniRun.Namespaces.Tests.Seccomp;

public class JsonTests
{
    // The shape of docker's own profile, with every kind of field.
    private const string Profile = """
        {
          "defaultAction": "SCMP_ACT_ERRNO",
          "defaultErrnoRet": 13,
          "archMap": [
            { "architecture": "SCMP_ARCH_AARCH64", "subArchitectures": ["SCMP_ARCH_ARM"] },
            { "architecture": "SCMP_ARCH_X86_64", "subArchitectures": ["SCMP_ARCH_X86", "SCMP_ARCH_X32"] },
            { "architecture": "SCMP_ARCH_RISCV64", "subArchitectures": null }
          ],
          "syscalls": [
            { "names": ["read", "write", "socketcall", "call_of_the_future"], "action": "SCMP_ACT_ALLOW", "args": null },
            { "names": ["ptrace"], "action": "SCMP_ACT_ALLOW", "includes": { "minKernel": "4.8" }, "excludes": {} },
            { "names": ["mount"], "action": "SCMP_ACT_ALLOW", "includes": { "caps": ["CAP_SYS_ADMIN"] } },
            { "names": ["clone"], "action": "SCMP_ACT_ALLOW",
              "args": [{ "index": 0, "value": 2114060288, "valueTwo": 0, "op": "SCMP_CMP_MASKED_EQ" }],
              "comment": "no \"namespaces\"", "excludes": { "caps": ["CAP_SYS_ADMIN"], "arches": ["s390"] } },
            { "names": ["clone3"], "action": "SCMP_ACT_ERRNO", "errnoRet": 38, "excludes": { "caps": ["CAP_SYS_ADMIN"] } },
            { "name": "arch_prctl", "action": "SCMP_ACT_ALLOW", "includes": { "arches": ["amd64", "x32"] } },
            { "name": "modify_ldt", "action": "SCMP_ACT_ALLOW", "includes": { "arches": ["arm64"] } },
            { "name": "statx", "action": "SCMP_ACT_KILL_PROCESS" },
            { "name": "fsopen", "action": "SCMP_ACT_ALLOW", "includes": { "minKernel": "99.0" } }
          ]
        }
        """;

    [Theory]
    [InlineData("read", 0ul, "ALLOW")]
    [InlineData("ptrace", 0ul, "ALLOW")]
    [InlineData("mount", 0ul, "ERRNO(13)")]
    [InlineData("clone", 17ul, "ALLOW")]
    [InlineData("clone", 0x10000011ul, "ERRNO(13)")]
    [InlineData("clone3", 0ul, "ERRNO(38)")]
    [InlineData("arch_prctl", 0ul, "ALLOW")]
    [InlineData("modify_ldt", 0ul, "ERRNO(13)")]
    [InlineData("statx", 0ul, "KILL_PROCESS")]
    [InlineData("fsopen", 0ul, "ERRNO(13)")]
    [InlineData("faccessat2", 0ul, "ERRNO(38)")] // newer than all that the profile names
    public void A_docker_profile_means_here_what_it_means_in_docker(string name, ulong argument, string action) =>
        Assert.Equal(action, Decide(Parse(Profile), name, argument));

    [Fact]
    public void The_architectures_of_the_native_one_are_kept() =>
        Assert.Equal(["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"], Parse(Profile).Architectures);

    [Theory]
    [InlineData("SCMP_ACT_KILL", "KILL_THREAD")]
    [InlineData("SCMP_ACT_KILL_THREAD", "KILL_THREAD")]
    [InlineData("SCMP_ACT_KILL_PROCESS", "KILL_PROCESS")]
    [InlineData("SCMP_ACT_TRAP", "TRAP")]
    [InlineData("SCMP_ACT_LOG", "LOG")]
    [InlineData("SCMP_ACT_ALLOW", "ALLOW")]
    [InlineData("SCMP_ACT_ERRNO", "ERRNO(1)")]
    public void Actions_have_dockers_names(string name, string action) =>
        Assert.Equal(action, Parse($$"""{"defaultAction":"{{name}}"}""").DefaultAction.ToString());

    [Fact]
    public void Conditions_on_different_arguments_must_all_hold_and_on_the_same_are_alternatives()
    {
        const string Text = """
            {"defaultAction":"SCMP_ACT_ERRNO","syscalls":[
             {"names":["read"],"action":"SCMP_ACT_ALLOW",
              "args":[{"index":0,"value":5,"op":"SCMP_CMP_EQ"},{"index":1,"value":0,"op":"SCMP_CMP_NE"}]},
             {"names":["write"],"action":"SCMP_ACT_ALLOW",
              "args":[{"index":0,"value":5,"op":"SCMP_CMP_EQ"},{"index":0,"value":9,"op":"SCMP_CMP_EQ"}]}]}
            """;
        SeccompProfile profile = Parse(Text);
        Assert.Equal("ERRNO(1)", Decide(profile, "read", 5));
        Assert.Equal("ALLOW", Decide(profile, "read", 5, 1));
        Assert.Equal("ALLOW", Decide(profile, "write", 5));
        Assert.Equal("ALLOW", Decide(profile, "write", 9));
        Assert.Equal("ERRNO(1)", Decide(profile, "write", 6));
    }

    [Fact]
    public void Values_keep_all_64_bits()
    {
        SeccompProfile profile = Parse(Rule("""
            "args":[{"index":5,"value":18446744073709551615,"valueTwo":18446744073709551614,"op":"SCMP_CMP_MASKED_EQ"}]
            """));
        Assert.Equal(
            new SeccompCondition(5, SeccompOperator.MASKED_EQ, ulong.MaxValue, ulong.MaxValue - 1),
            profile.Rules[0].Conditions[0]);
    }

    [Fact]
    public void Podmans_error_names_are_read()
    {
        const string Text = """
            {"defaultAction":"SCMP_ACT_ERRNO","defaultErrnoRet":38,"defaultErrno":"ENOSYS",
             "syscalls":[{"names":["read"],"action":"SCMP_ACT_ERRNO","errno":"EACCES"}]}
            """;
        Assert.Equal("ERRNO(38)", Decide(Parse(Text), "write"));
        Assert.Equal("ERRNO(13)", Decide(Parse(Text), "read"));
    }

    [Fact]
    public void A_file_is_read()
    {
        string path = Path.Combine(Path.GetTempPath(), $"minirun-seccomp-{Environment.ProcessId}.json");
        try
        {
            File.WriteAllText(path, Profile);
            Assert.Equal(9, SeccompJson.Read(path).Rules.Count);
        }
        finally
        {
            File.Delete(path);
        }
    }

    internal static SeccompProfile Parse(string json) => SeccompJson.Parse(Encoding.UTF8.GetBytes(json), "profile.json");

    internal static string Rule(string fields) =>
        $$"""{"defaultAction":"SCMP_ACT_ERRNO","syscalls":[{"names":["read"],"action":"SCMP_ACT_ALLOW",{{fields}}}]}""";

    private static string Decide(SeccompProfile profile, string name, params ReadOnlySpan<ulong> arguments) =>
        SeccompFilter.Evaluate(
            SeccompCompiler.Compile(profile, CapabilitySet.Default).Span,
            (uint)X64SystemCalls.NumberOf(name),
            arguments).ToString();
}
