namespace MiniRun.Cgroups;

/// <summary>The v2 way to control devices: a program that the kernel asks on each mknod(2) and open(2) of a device.</summary>
internal sealed class AttachDeviceProgramAction(string directory, DeviceProgram program) : CgroupAction
{
    public override string Operation => "attach the device program to";

    public override string Argument => directory;

    public override string Why =>
        "cgroup v2 has no file for devices: a small eBPF program made from the device rules answers the kernel instead.";

    public override string Manual => "bpf(2)";

    public override string Shell =>
        $"# bpf(BPF_PROG_LOAD, BPF_PROG_TYPE_CGROUP_DEVICE, {program.Instructions.Length} instructions); "
        + $"bpf(BPF_PROG_ATTACH, {directory}, BPF_CGROUP_DEVICE, BPF_F_ALLOW_MULTI)";

    public override void Run() => program.Attach(directory);
}
