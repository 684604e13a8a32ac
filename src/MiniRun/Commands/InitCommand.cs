using MiniRun.Containers;
using MiniRun.Generated;
using MiniRun.Linux;
using MiniRun.Output;

namespace MiniRun.Commands;

/// <summary><c>minirun init</c>: the built-in init as a program of its own.</summary>
internal static class InitCommand
{
    private const uint Executable = 0x1ED; // 0755
    private const int WrongOption = 1; // as of all of these programs

    /// <summary>What help says.</summary>
    public const string Help = """
        Usage: minirun init [--as tini|dumb-init|catatonit|pause] [OPTIONS] PROGRAM [ARG…]
               minirun init --extract FILE

        Becomes the init that `run --init` puts before a command, under this process id: it passes signals on, reaps
        orphans and exits as PROGRAM exits. Called by one of those names (a link to minirun), or with --as, it takes the
        options of that program; otherwise tini's and its own, which `minirun init -h` lists.

        --extract writes it as a static program of 16 kB that needs no library: for `docker run --init` (--init-path of
        dockerd), for podman's --init-path, or as the ENTRYPOINT of any image. By the name `pause` it is a pod's pause.

        """;

    /// <summary>Becomes the init, or writes it.</summary>
    /// <param name="args">The words after the verb, or after the name.</param>
    /// <param name="dialect">Whose options they are; null to be told by <c>--as</c>.</param>
    public static int Execute(string[] args, string? dialect)
    {
        if (dialect is null && args is ["--extract", .. string[] places])
        {
            Extract(places);
            return 0;
        }

        if (dialect is null && args is ["--as", string name, .. string[] rest])
        {
            dialect = Array.Find(InitDialect.Names, known => known == name)
                ?? throw new UsageException("--as", name, "not tini, dumb-init, catatonit or pause");
            args = rest;
        }

        List<string> words;
        try
        {
            words = InitDialect.Translate(dialect ?? "tini", args);
        }
        catch (UsageException wrong)
        {
            StandardStreams.Error(ErrorReport.Of(wrong));
            return WrongOption;
        }

        using FileDescriptor program = MemoryFile.CreateProgram("init", BuiltInInit.Elf);
        ProcessImage.Replace(program, words);
        return ExitCodes.OurFailure; // not reached
    }

    private static void Extract(string[] places)
    {
        if (places is not [string path])
        {
            throw new UsageException("init --extract", null, "needs one FILE");
        }

        StateFile.Write(path, BuiltInInit.Elf, Executable);
    }
}
