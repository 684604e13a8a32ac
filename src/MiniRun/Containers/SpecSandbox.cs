using MiniRun.Cgroups;
using MiniRun.Containers.Parsing;
using MiniRun.Generated;
using MiniRun.Linux;
using MiniRun.Namespaces.Sandbox;
using MiniRun.Namespaces.Sandbox.Seccomp;
using MiniRun.Oci;
using MiniRun.Rootfs.Samples;

namespace MiniRun.Containers;

/// <summary>What the container may not see and do: devices, masks, system calls, kernel parameters.</summary>
internal static class SpecSandbox
{
    // Moby's list. They tell about the machine, or act on it, and no namespace covers them.
    private static readonly string[] Masked =
    [
        "/proc/acpi", "/proc/asound", "/proc/interrupts", "/proc/kcore", "/proc/keys", "/proc/latency_stats", "/proc/sched_debug",
        "/proc/scsi", "/proc/timer_list", "/proc/timer_stats", "/sys/devices/virtual/powercap", "/sys/firmware",
    ];

    // Moby's list, and the pressure files, which anybody could keep open as triggers.
    private static readonly string[] ReadOnly =
    [
        "/proc/bus", "/proc/fs", "/proc/irq", "/proc/pressure", "/proc/sys", "/proc/sysrq-trigger",
    ];

    // Of the `host` sample: who can read these can become somebody else.
    private static readonly string[] Secrets =
    [
        "/root/.ssh", "/root/.gnupg", "/root/.aws", "/root/.azure", "/root/.kube", "/root/.docker", "/root/.netrc",
        "/root/.git-credentials", "/root/.bash_history", "/etc/ssl/private", "/etc/shadow", "/etc/shadow-", "/etc/gshadow", "/etc/gshadow-",
        "/etc/ssh/ssh_host_rsa_key", "/etc/ssh/ssh_host_ecdsa_key", "/etc/ssh/ssh_host_ed25519_key",
    ];

    /// <summary>Adds all of them.</summary>
    /// <exception cref="UsageException">A flag that cannot be honoured.</exception>
    public static void Add(ContainerSpec spec, RunOptions options, SpecRoot image)
    {
        AddDevices(spec.Linux, options);
        AddSeccomp(spec, options);
        foreach (string text in options.Sysctls)
        {
            (string name, string value) = SysctlParser.Parse(text, spec.Linux.NewNamespaces);
            spec.Linux.Sysctl[name] = value;
        }

        if (!options.Privileged)
        {
            AddExisting(spec.Linux.MaskedPaths, Masked);
            AddThermal(spec.Linux.MaskedPaths);
            AddExisting(spec.Linux.ReadonlyPaths, ReadOnly);
        }

        if (image.IsMachine)
        {
            // But for what the user mounts there, by that very name.
            AddExisting(spec.Linux.MaskedPaths, Array.FindAll(Secrets, path => !spec.Mounts.Exists(mount => mount.Destination == path)));
            if (SamplePlaces.DataDirectory() is var data && data != SampleStore.SystemDirectory)
            {
                AddExisting(spec.Linux.MaskedPaths, [data]);
            }
        }
    }

    private static void AddDevices(LinuxSpec linux, RunOptions options)
    {
        if (options.Privileged)
        {
            DeviceParser.AddAll(linux.Devices);
        }

        List<DeviceRule> rules = [.. DeviceRule.Defaults];
        foreach (string text in options.Devices)
        {
            DeviceParser.Parse(text, linux.Devices, rules);
        }

        linux.Resources.DeviceRules = options.Privileged ? null : rules;
    }

    // The default filter for the default capabilities was compiled with the program; others are compiled here and now.
    private static void AddSeccomp(ContainerSpec spec, RunOptions options)
    {
        SecurityOptions security = SecurityOptions.Parse(options.SecurityOpt);
        CapabilitySet capabilities = spec.Process.Capabilities;
        if (security.SeccompFile is { } file)
        {
            spec.Linux.Seccomp = SeccompCompiler.Compile(SeccompJson.Read(file), capabilities);
            RequireWhatWeNeed(spec, file);
        }
        else if (!security.Unconfined && !options.Privileged)
        {
            spec.Linux.Seccomp = capabilities == CapabilitySet.Default
                ? DefaultSeccompFilter.Bytes.ToArray()
                : SeccompCompiler.Compile(DefaultProfile.Create(), capabilities);
        }
    }

    private static void RequireWhatWeNeed(ContainerSpec spec, string file)
    {
        IReadOnlyList<string> missing =
            SeccompRequirements.Missing(spec.Linux.Seccomp.Span, spec.Init is not null, spec.Process.NoNewPrivileges);
        if (missing.Count > 0)
        {
            string hint = missing.Contains("capset")
                ? "allow them; with --security-opt no-new-privileges the filter comes last, and capset is not needed"
                : "allow them in the profile";
            string who = spec.Init is not null ? "minirun's launch and init need" : "minirun needs to start the program";
            throw new UsageException("--security-opt", $"seccomp={file}", $"it denies what {who}: {string.Join(", ", missing)}", hint);
        }
    }

    private static void AddExisting(List<string> paths, ReadOnlySpan<string> candidates)
    {
        foreach (string path in candidates)
        {
            if (!paths.Contains(path) && Files.Exists(path))
            {
                paths.Add(path);
            }
        }
    }

    private static void AddThermal(List<string> paths)
    {
        for (int cpu = 0; Files.Exists($"/sys/devices/system/cpu/cpu{cpu}"); cpu++)
        {
            AddExisting(paths, [$"/sys/devices/system/cpu/cpu{cpu}/thermal_throttle"]);
        }
    }
}
