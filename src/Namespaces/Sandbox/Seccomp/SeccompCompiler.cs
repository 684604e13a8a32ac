using System.Runtime.InteropServices;
using MiniRun.Linux;

namespace MiniRun.Namespaces.Sandbox.Seccomp;

/// <summary>
/// Compiles a profile to the program that the kernel runs before every system call of the container: is it the native
/// architecture, then a tree over ranges of numbers with the same decision, then tests of arguments.
/// </summary>
/// <remarks>
/// The kernel (5.11 on) runs the program once for every number at installation and remembers those that are allowed whatever
/// their arguments: the tree makes that cheap, and allowed calls cost nothing afterwards.
/// </remarks>
public static class SeccompCompiler
{
    /// <summary>Compiles for the kernel we run on.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="granted">The bounding set of the container.</param>
    /// <returns>struct sock_filter[], 8 bytes an instruction; at most 4096 of them.</returns>
    /// <exception cref="LinuxException">E2BIG: the profile does not fit into a filter.</exception>
    public static ReadOnlyMemory<byte> Compile(SeccompProfile profile, CapabilitySet granted) =>
        Compile(profile, granted, profile.DependsOnKernel ? KernelVersion.Running() : KernelVersion.Oldest);

    /// <summary>Compiles for a kernel of which only the version is known.</summary>
    /// <inheritdoc cref="Compile(SeccompProfile, CapabilitySet)"/>
    public static ReadOnlyMemory<byte> Compile(SeccompProfile profile, CapabilitySet granted, KernelVersion kernel)
    {
        SeccompResolver resolver = new(profile, granted, kernel);
        BpfAssembler program = new();
        Dictionary<SeccompDecision, BpfTarget> compiled = new(ReferenceEqualityComparer.Instance);
        List<(uint Start, BpfTarget Target)> ranges = [];
        foreach ((uint start, SeccompDecision decision) in resolver.Ranges())
        {
            ref BpfTarget target = ref CollectionsMarshal.GetValueRefOrAddDefault(compiled, decision, out bool known);
            if (!known)
            {
                target = ArgumentTests.Compile(program, decision);
            }

            ranges.Add((start, target));
        }

        BpfTarget tree = program.Tree(CollectionsMarshal.AsSpan(ranges));
        if (ranges.Count > 1)
        {
            tree = program.Statement(BpfCode.LoadWord, BpfCode.NumberOffset);
        }

        program.Branch(BpfCode.JumpEqual, BpfCode.X64, tree, resolver.Foreign);
        program.Statement(BpfCode.LoadWord, BpfCode.ArchitectureOffset);
        return program.ToArray();
    }

    /// <summary>The failure of a profile that does not fit.</summary>
    internal static LinuxException TooLarge(string why) => new("compile", "seccomp profile", Errno.E2BIG, why);
}
