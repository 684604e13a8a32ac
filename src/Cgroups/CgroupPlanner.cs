namespace MiniRun.Cgroups;

/// <summary>Turns limits into the list of actions that puts them into force on this machine's layout.</summary>
public static class CgroupPlanner
{
    /// <summary>Where containers' groups are unless told otherwise.</summary>
    public const string DefaultParent = "/minirun";

    /// <summary>
    /// Plans the groups of one container. Reads the tree (which v2 controllers are passed on, what cpusets hold), changes
    /// nothing. A controller is touched only when a limit asks for it.
    /// </summary>
    /// <param name="layout">Where the controllers are.</param>
    /// <param name="limits">What to put into force; checked first.</param>
    /// <param name="parent">The group above, from the root of each hierarchy: <c>/minirun</c>, or <c>--cgroup-parent</c>.</param>
    /// <param name="id">The container's id, the name of its own groups.</param>
    /// <param name="killable">
    /// Also make a group through which all processes can be killed without a PID namespace of their own: the v2 group
    /// (<c>cgroup.kill</c>), or on pure v1 that of the freezer.
    /// </param>
    /// <param name="freezable">
    /// Also make a group through which all processes can be stopped where they are, if this machine has any: that of the v1 freezer,
    /// unless the v2 group is made anyway. Being born in a v2 group would make the clone wait for it, joining a v1 group does not.
    /// </param>
    /// <exception cref="CgroupException">A value, a name or a controller that is asked for cannot be had.</exception>
    public static CgroupPlan Plan(
        CgroupLayout layout, CgroupLimits limits, string parent, string id, bool killable, bool freezable = false)
    {
        string[] names = CgroupPath.ParseParent(parent);
        CgroupPath.CheckId(id);
        if (names.Length == 0 && DefaultParent == $"/{id}")
        {
            throw new CgroupException($"container id `{id}`: the group {DefaultParent} is the one that all containers' groups are below");
        }

        limits.Validate();
        PlanBuilder plan = new(limits, names, id);
        UnifiedNeeds unified = new();

        if (limits.WantsCpuset && layout.Require("cpuset", "--cpuset-cpus/--cpuset-mems") is var cpuset && !unified.Take(cpuset, "cpuset"))
        {
            plan.V1Group(cpuset); // filled where it is made: nothing can join before
        }

        if (limits.WantsCpu && layout.Require("cpu", "--cpus/--cpu-quota/--cpu-shares") is var cpu && !unified.Take(cpu, "cpu"))
        {
            V1Limits.Cpu(plan, plan.V1Group(cpu));
        }

        if (limits.WantsMemory && layout.Require("memory", "--memory") is var memory && !unified.Take(memory, "memory"))
        {
            V1Limits.Memory(plan, plan.V1Group(memory));
        }

        if (limits.WantsPids && layout.Require("pids", "--pids-limit") is var pids && !unified.Take(pids, "pids"))
        {
            V1Limits.Pids(plan, plan.V1Group(pids));
        }

        if ((limits.WantsWeight || limits.WantsThrottle) && layout.Require("blkio", "--blkio-weight/--device-*") is var blkio
            && !unified.Take(blkio, "io"))
        {
            V1Limits.Blkio(plan, plan.V1Group(blkio), layout);
        }

        DeviceProgram? program = PlanDevices(plan, layout);
        if (killable && layout.Unified is null)
        {
            plan.V1Group(layout.Require("freezer", "stopping a container without a PID namespace of its own"));
        }

        bool hasUnified = unified.Controllers.Count > 0 || program is not null || (killable && layout.Unified is not null);
        if (freezable && !hasUnified)
        {
            if (layout.Find("freezer") is { } freezer)
            {
                plan.V1Group(freezer);
            }
            else
            {
                hasUnified = layout.Unified is not null;
            }
        }

        if (hasUnified)
        {
            PlanUnified(plan, layout, unified.Controllers, program);
        }

        return new CgroupPlan(plan);
    }

    /// <summary>v1 has files for it; without that controller a program does it on v2.</summary>
    /// <returns>The program to attach; null when none is needed.</returns>
    private static DeviceProgram? PlanDevices(PlanBuilder plan, CgroupLayout layout)
    {
        if (plan.Limits.DeviceRules is null)
        {
            return null;
        }

        DeviceRuleSet rules = new(plan.Limits.DeviceRules);
        if (layout.Find("devices") is { } devices)
        {
            V1Limits.Devices(plan, plan.V1Group(devices), rules);
            return null;
        }

        if (layout.Unified is null)
        {
            throw layout.Missing("devices", "the device rules");
        }

        return rules is { AllowsByDefault: true, Exceptions.Count: 0 } ? null : DeviceProgram.Compile(rules);
    }

    private static void PlanUnified(
        PlanBuilder plan, CgroupLayout layout, IReadOnlyList<string> controllers, DeviceProgram? program)
    {
        string directory = plan.V2Group(layout.Unified!, controllers);
        foreach (string controller in controllers)
        {
            switch (controller)
            {
                case "cpuset":
                    V2Limits.Cpuset(plan, directory);
                    break;
                case "cpu":
                    V2Limits.Cpu(plan, directory);
                    break;
                case "memory":
                    V2Limits.Memory(plan, directory);
                    break;
                case "pids":
                    V2Limits.Pids(plan, directory);
                    break;
                default:
                    V2Limits.Io(plan, directory, layout);
                    break;
            }
        }

        if (program is not null)
        {
            plan.Actions.Add(new AttachDeviceProgramAction(directory, program));
        }
    }

    /// <summary>The controllers that are on v2: all of them share one group, made when all are known.</summary>
    private readonly struct UnifiedNeeds()
    {
        internal List<string> Controllers { get; } = new(5);

        internal bool Take(CgroupMount mount, string name)
        {
            if (mount.Version == CgroupVersion.V2)
            {
                Controllers.Add(name);
            }

            return mount.Version == CgroupVersion.V2;
        }
    }
}
