namespace MiniRun.Namespaces.Sandbox.Seccomp;

/// <summary>
/// What MiniRun's own programs do inside the container after the filter is installed. A user's profile may deny it; then the
/// container cannot start, and it is better to say so before it is made.
/// </summary>
public static class SeccompRequirements
{
    private const int Clone = 56;
    private const int Capset = 126;
    private const ulong SIGCHLD = 17;

    // The rest of the launch plan, its reports to the parent, and the exit after a failure.
    private static ReadOnlySpan<ushort> Launcher => [0, 1, 59, 126, 157, 231];

    // The built-in init: fork; then block, wait for and forward signals, reap, close what is not its own, exit.
    private static ReadOnlySpan<ushort> Init => [14, Clone, 61, 62, 128, 231, 436];

    // They do without these (times of reports; the terminal's foreground), unless the profile kills for them.
    private static ReadOnlySpan<ushort> LauncherConvenience => [228];

    private static ReadOnlySpan<ushort> InitConvenience => [16, 39, 109];

    /// <summary>The system calls that MiniRun needs and the filter denies, by name, in the order of their numbers.</summary>
    /// <param name="filter">struct sock_filter[].</param>
    /// <param name="init">Whether the built-in init is PID 1.</param>
    /// <param name="noNewPrivileges">Whether the capabilities go before the filter comes: it may come last then.</param>
    /// <returns>Empty where the container can start.</returns>
    /// <exception cref="InvalidDataException">The kernel would refuse this filter.</exception>
    public static IReadOnlyList<string> Missing(ReadOnlySpan<byte> filter, bool init, bool noNewPrivileges = false)
    {
        SortedSet<int> missing = [];
        Collect(filter, Launcher, missing, static action => !action.Permits);
        Collect(filter, LauncherConvenience, missing, Kills);
        if (init)
        {
            Collect(filter, Init, missing, static action => !action.Permits);
            Collect(filter, InitConvenience, missing, Kills);
        }

        if (noNewPrivileges)
        {
            missing.Remove(Capset);
        }

        List<string> names = [];
        foreach (int number in missing)
        {
            names.Add(X64SystemCalls.NameOf(number)!);
        }

        return names;
    }

    // SIGSYS of TRAP kills as well: neither program handles it.
    private static bool Kills(SeccompAction action) => action.Severity <= SeccompAction.Trap.Severity;

    private static void Collect(
        ReadOnlySpan<byte> filter, ReadOnlySpan<ushort> numbers, SortedSet<int> missing, Predicate<SeccompAction> denied)
    {
        foreach (ushort number in numbers)
        {
            // Only clone has an argument that profiles look at: the flags, here those of fork(2).
            ReadOnlySpan<ulong> arguments = number == Clone ? [SIGCHLD] : [];
            if (denied(SeccompFilter.Evaluate(filter, number, arguments)))
            {
                missing.Add(number);
            }
        }
    }
}
