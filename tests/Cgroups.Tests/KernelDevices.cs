namespace MiniRun.Cgroups.Tests;

/// <summary>
/// The v1 devices controller as the kernel's documentation and source describe it: a default and a list of exceptions,
/// changed by each write. A rule for "a" with numbers is two writes, one for c and one for b; "a" alone resets.
/// </summary>
internal sealed class KernelDevices
{
    private readonly List<(DeviceType Type, long? Major, long? Minor, DeviceAccess Access)> exceptions = [];
    private bool allow = true;

    public void Write(DeviceRule rule)
    {
        DeviceAccess access = DeviceAccess.None;
        access |= rule.Access.Contains('r') ? DeviceAccess.Read : 0;
        access |= rule.Access.Contains('w') ? DeviceAccess.Write : 0;
        access |= rule.Access.Contains('m') ? DeviceAccess.Mknod : 0;
        if (rule is { Type: DeviceType.All, Major: null, Minor: null } && access == DeviceAccess.All)
        {
            allow = rule.Allow;
            exceptions.Clear();
            return;
        }

        foreach (DeviceType type in (DeviceType[])[DeviceType.Char, DeviceType.Block])
        {
            if (rule.Type == DeviceType.All || rule.Type == type)
            {
                WriteOne(rule.Allow, type, rule.Major, rule.Minor, access);
            }
        }
    }

    public bool Allows(DeviceType type, long major, long minor, DeviceAccess access)
    {
        bool matched = exceptions.Exists(exception =>
            exception.Type == type && (exception.Major ?? major) == major && (exception.Minor ?? minor) == minor
            && (allow ? (exception.Access & access) != 0 : (exception.Access & access) == access));
        return matched != allow;
    }

    private void WriteOne(bool allowing, DeviceType type, long? major, long? minor, DeviceAccess access)
    {
        int same = exceptions.FindIndex(exception => (exception.Type, exception.Major, exception.Minor) == (type, major, minor));
        DeviceAccess before = same < 0 ? DeviceAccess.None : exceptions[same].Access;
        if (same >= 0)
        {
            exceptions.RemoveAt(same);
        }

        DeviceAccess after = allowing == allow ? before & ~access : before | access;
        if (after != DeviceAccess.None)
        {
            exceptions.Add((type, major, minor, after));
        }
    }
}
