namespace MiniRun.Init.Wait;

/// <summary>
/// Gives back the memory that an idle init does not use. The kernel maps a program's pages in blocks of sixteen
/// (fault_around_bytes); what is needed while waiting is all in the first one: the linker puts <c>Core</c> there.
/// </summary>
internal static unsafe class Footprint
{
    private const nint Base = 0x400000; // where ld puts a static program
    private const nint Page = 4096;
    private const int Random = 1; // MADV_RANDOM, MADV_DONTNEED
    private const int DontNeed = 4;

    /// <summary>
    /// The pages after the first leave memory; they come back when somebody asks for a story. So do those of the stack that
    /// belong to functions that are never returned to.
    /// </summary>
    /// <param name="live">The end of what is still needed of the stack.</param>
    /// <param name="top">Where the kernel's part of the stack begins: argc and the strings, which ps(1) shows.</param>
    public static void Shrink(nint live, nint top)
    {
        const nint Depth = 16 * Page; // deeper than anything has been
        nint size = *(nint*)(Base + 64 + 40) - Page; // the first program header's p_memsz, elf(5)

        // An advice that differs makes it a mapping of its own: otherwise using the first page would bring all of them back.
        Kernel.Call(Kernel.Madvise, Base + Page, size, Random);
        Kernel.Call(Kernel.Madvise, Base + Page, size, DontNeed);

        nint dead = (live + Page - 1) & -Page;
        nint end = top & -Page;
        if (dead < end)
        {
            Kernel.Call(Kernel.Madvise, dead, end - dead, DontNeed);
        }

        const nint Reach = 1024; // what this function and the system call's stub have below the variable
        nint here = ((nint)(&size) - Reach) & -Page;
        Kernel.Call(Kernel.Madvise, here - Depth, Depth, DontNeed);
    }
}
