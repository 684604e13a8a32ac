using MiniRun.Linux;
using MiniRun.Namespaces.Sandbox;

namespace MiniRun.Containers;

/// <summary>The rights without which no container can be made.</summary>
internal static class RootRights
{
    /// <summary>Refuses to begin without them: the first step that failed for want of one would name anything but the cause.</summary>
    /// <exception cref="UsageException">Not root, or root without CAP_SYS_ADMIN, as inside most containers.</exception>
    public static void Require()
    {
        if (LibC.geteuid() != 0)
        {
            throw new UsageException("run", null, "containers need root here", "sudo minirun run …; `minirun run --plan` only prints and needs no root");
        }

        if (!new CapabilitySet(OwnCapabilities.Permitted()).Has(CapabilitySet.NumberOf("SYS_ADMIN")))
        {
            throw new UsageException(
                "run", null, "this root does not have CAP_SYS_ADMIN", "inside another container only a privileged one has it; see `minirun doctor`");
        }
    }
}
