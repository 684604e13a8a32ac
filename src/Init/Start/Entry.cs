using System.Runtime;
using MiniRun.Init.Wait;
using MiniRun.Init.Talk;

namespace MiniRun.Init.Start;

/// <summary>Where the kernel's hand-over arrives; start.s calls it with the initial stack.</summary>
internal static unsafe class Entry
{
    /// <summary>
    /// Chooses the role. The stack holds argc, argv..., NULL, envp..., NULL (execve(2), "Linux/x86-64"). minirun starts it
    /// with a plan on a descriptor, under the name <c>init</c> and without arguments; by itself it is an init with tini's
    /// options, or under the name <c>pause</c> the pause of a pod.
    /// </summary>
    [RuntimeExport("minirun_init_main")]
    private static void Main(nint* stack)
    {
        long count = stack[0];
        byte** arguments = (byte**)(stack + 1);
        byte** environment = arguments + count + 1;
        byte* name = count > 0 ? Text.BaseName(arguments[0]) : (byte*)environment;
        if (count == 1 && Text.Is(arguments[0], "init"u8) && Launch.HasPlan())
        {
            Launch.Run(stack);
        }

        InitSettings settings;
        InitSettings.SetDefaults(&settings);
        if (count > 0 && Text.Is(name, "pause"u8))
        {
            if (count > 1 && Text.Is(arguments[1], "-v"u8))
            {
                Help.PrintVersion();
            }

            Pause.Run(&settings, (nint)stack);
        }

        byte** words = Options.Parse(&settings, arguments + (count > 0 ? 1 : 0), environment);
        if (*words == null)
        {
            Help.Refuse(name, "no program given; -h tells the options"u8);
        }

        Begin(&settings);
        nint failed = Pid1.Fork(&settings, 0, 0, (nint)stack);
        if (failed < 0)
        {
            Help.Refuse(words[0], "no process can be made for it"u8);
        }

        Workload.Execute(words, environment);
    }

    private static void Begin(InitSettings* settings)
    {
        if (Kernel.Call(Kernel.Getpid) == 1)
        {
            return;
        }

        Line line;
        Line.Begin(&line);
        if (settings->Target == InitTarget.All)
        {
            Line.Add(&line, "--signal=all needs a PID namespace: outside of one it would be every process of the machine"u8);
            Line.Send(&line);
            Kernel.Exit(1);
        }

        if (settings->Subreaper == 0 && settings->Verbosity > 0)
        {
            Line.Add(&line, "not PID 1 and no subreaper: orphans will not come to it; -s changes that"u8);
            Line.Send(&line);
        }
    }
}
