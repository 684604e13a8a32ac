using MiniRun.Namespaces.Sandbox;

namespace MiniRun.Containers.Parsing;

/// <summary><c>--cap-add</c>, <c>--cap-drop</c>, <c>--privileged</c>, with docker's order: an addition wins over a removal by name.</summary>
internal static class CapabilityParser
{
    /// <summary>The set of the container.</summary>
    /// <param name="add">Names to add, or ALL.</param>
    /// <param name="drop">Names to take away, or ALL.</param>
    /// <param name="privileged">Whether everything is given.</param>
    /// <param name="available">What can be given: our own permitted set, or all in a new user namespace.</param>
    /// <exception cref="UsageException">An unknown name, or one that we do not have to give.</exception>
    public static CapabilitySet Parse(IReadOnlyList<string> add, IReadOnlyList<string> drop, bool privileged, CapabilitySet available)
    {
        ulong added = Mask("--cap-add", add, out bool addAll);
        ulong dropped = Mask("--cap-drop", drop, out bool dropAll);
        ulong missing = added & ~available.Mask;
        if (missing != 0)
        {
            string name = CapabilitySet.Names[System.Numerics.BitOperations.TrailingZeroCount(missing)];
            throw new UsageException("--cap-add", name, "minirun does not have it itself, so it cannot give it", "`minirun doctor` lists what is missing");
        }

        if (privileged)
        {
            return available;
        }

        ulong start = addAll ? available.Mask & ~dropped : dropAll ? 0 : CapabilitySet.Default.Mask & available.Mask & ~dropped;
        return new CapabilitySet(start | added);
    }

    /// <summary>
    /// What a user who asked for all of them is told: which ones minirun does not have itself. Null where nothing is lacking,
    /// or where all were not asked for.
    /// </summary>
    public static string? Lack(IReadOnlyList<string> add, IReadOnlyList<string> drop, bool privileged, CapabilitySet available)
    {
        _ = Mask("--cap-add", add, out bool addAll);
        ulong dropped = privileged ? 0 : Mask("--cap-drop", drop, out _);
        ulong lacking = CapabilitySet.All.Mask & ~available.Mask & ~dropped;
        if (lacking == 0 || (!privileged && !addAll))
        {
            return null;
        }

        List<string> names = [];
        for (int number = 0; number < CapabilitySet.Names.Count; number++)
        {
            if (new CapabilitySet(lacking).Has(number))
            {
                names.Add($"CAP_{CapabilitySet.Names[number]}");
            }
        }

        return $"{(privileged ? "--privileged" : "--cap-add ALL")}: without {string.Join(", ", names)}, which minirun does not have itself";
    }

    private static ulong Mask(string flag, IReadOnlyList<string> names, out bool all)
    {
        ulong mask = 0;
        all = false;
        foreach (string name in names)
        {
            if (name.Equals("ALL", StringComparison.OrdinalIgnoreCase))
            {
                all = true;
                continue;
            }

            int number = CapabilitySet.NumberOf(name);
            if (number < 0)
            {
                string? near = Commands.Suggestion.For(name.ToUpperInvariant(), CapabilitySet.Names);
                throw new UsageException(flag, name, "no such capability", near is null ? "capabilities(7) lists them" : $"did you mean {near}?");
            }

            mask |= 1UL << number;
        }

        return mask;
    }
}
