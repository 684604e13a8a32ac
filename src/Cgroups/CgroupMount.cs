namespace MiniRun.Cgroups;

/// <summary>The two interfaces of the kernel; cgroups(7).</summary>
public enum CgroupVersion
{
    /// <summary>One hierarchy for each controller, or for a few mounted together.</summary>
    V1 = 1,

    /// <summary>One hierarchy for all.</summary>
    V2 = 2,
}

/// <summary>A mounted hierarchy.</summary>
/// <param name="Version">Which interface it has.</param>
/// <param name="Directory">The mount point, without a slash at the end.</param>
/// <param name="Controllers">v1: the controllers in the words of the mount options, <c>cpu,cpuacct</c>; v2: empty.</param>
public sealed record CgroupMount(CgroupVersion Version, string Directory, string Controllers)
{
    internal bool Has(string controller)
    {
        foreach (Range word in Controllers.AsSpan().Split(','))
        {
            if (Controllers.AsSpan()[word].SequenceEqual(controller))
            {
                return true;
            }
        }

        return false;
    }
}
