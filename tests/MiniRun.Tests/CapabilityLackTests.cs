using MiniRun.Containers.Parsing;
using MiniRun.Namespaces.Sandbox;

namespace MiniRun.Tests;

public class CapabilityLackTests
{
    [Theory]
    [InlineData("ALL", "", false, "--cap-add ALL: without CAP_SYS_RESOURCE, CAP_BPF, which minirun does not have itself")]
    [InlineData("all", "sys_resource", false, "--cap-add ALL: without CAP_BPF, which minirun does not have itself")]
    [InlineData("ALL", "SYS_RESOURCE BPF", false, null)]
    [InlineData("", "SYS_RESOURCE BPF", true, "--privileged: without CAP_SYS_RESOURCE, CAP_BPF, which minirun does not have itself")]
    [InlineData("NET_ADMIN", "", false, null)]
    [InlineData("", "ALL", false, null)]
    public void Who_asks_for_all_is_told_what_there_is_not(string add, string drop, bool privileged, string? sentence)
    {
        CapabilitySet available = new(CapabilitySet.All.Mask & ~(1UL << 24) & ~(1UL << 39));
        Assert.Equal(sentence, CapabilityParser.Lack(Words(add), Words(drop), privileged, available));
        Assert.Null(CapabilityParser.Lack(Words(add), Words(drop), privileged, CapabilitySet.All));
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
