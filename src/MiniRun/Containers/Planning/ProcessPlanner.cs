using MiniRun.Linux;
using MiniRun.Namespaces.Launch;
using MiniRun.Namespaces.Launch.Steps;
using MiniRun.Namespaces.Sandbox;

namespace MiniRun.Containers.Planning;

/// <summary>The last part of a plan: what the process gives up, and the program.</summary>
internal static class ProcessPlanner
{
    /// <summary>Adds it.</summary>
    /// <param name="plan">Where to.</param>
    /// <param name="spec">What is asked for.</param>
    /// <param name="endsWithParent">Whether it is killed when its parent ends; not where a monitor may be lost and it lives on.</param>
    public static void Add(LaunchPlan plan, ContainerSpec spec, bool endsWithParent)
    {
        ProcessSpec process = spec.Process;
        foreach (ResourceLimit limit in process.Rlimits)
        {
            plan.Add(new SetResourceLimit(limit));
        }

        plan.Add(new SetUmask(process.Umask));
        plan.Add(new DropBoundingSet(process.Capabilities)); // needs CAP_SETPCAP, so before the sets shrink
        if (process.NoNewPrivileges)
        {
            plan.Add(new SetNoNewPrivileges());
        }

        plan.Add(new SetIdentity(process.Uid, process.Gid, process.AdditionalGids));
        AddFilter(plan, spec);

        // After the last change of ids, which would clear it; in the container's first process, which all others die with.
        if (endsWithParent)
        {
            plan.Add(new SetParentDeathSignal());
        }

        plan.Add(new WaitForRelease());
        if (spec.Init is { } init)
        {
            plan.Add(new BecomeInit(init));
        }

        plan.Add(new Execute(process.Args, process.Env));
    }

    // Installing a filter needs CAP_SYS_ADMIN or no_new_privs; so without the latter it comes before the capabilities go,
    // and must allow capset. With it, it comes last, so that it need allow next to nothing.
    private static void AddFilter(LaunchPlan plan, ContainerSpec spec)
    {
        ProcessSpec process = spec.Process;
        bool filtered = !spec.Linux.Seccomp.IsEmpty;
        SetCapabilities drop = new(process.Capabilities, final: true, isRoot: process.Uid == 0);
        if (process.NoNewPrivileges)
        {
            plan.Add(drop);
            if (filtered)
            {
                plan.Add(new InstallSeccomp(spec.Linux.Seccomp));
            }

            return;
        }

        if (filtered)
        {
            if (process.Uid != 0)
            {
                plan.Add(new SetCapabilities(new CapabilitySet(OwnCapabilities.Permitted() & CapabilitySet.All.Mask), final: false));
            }

            plan.Add(new InstallSeccomp(spec.Linux.Seccomp));
        }

        plan.Add(drop);
    }
}
