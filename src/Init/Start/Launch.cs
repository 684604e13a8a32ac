using MiniRun.Init.Wait;

namespace MiniRun.Init.Start;

/// <summary>
/// Executes a launch plan: maps it, makes its offsets pointers, and performs one instruction after the other. It decides
/// nothing; what can be decided before is decided by whoever wrote the plan.
/// </summary>
internal static unsafe class Launch
{
    /// <summary>Whether the descriptor of the plan is open: the one for the channel is too, then.</summary>
    public static bool HasPlan()
    {
        long* stat = stackalloc long[18];
        return Kernel.Call(Kernel.Fstat, PlanFormat.PlanDescriptor, (nint)stat) == 0 && stat[6] >= sizeof(PlanHeader);
    }

    /// <summary>Reads the plan from its descriptor and does not return.</summary>
    /// <param name="stack">The initial stack.</param>
    public static void Run(nint* stack)
    {
        long* stat = stackalloc long[18]; // struct stat is 144 bytes; st_size is its seventh word
        Check(Kernel.Call(Kernel.Fstat, PlanFormat.PlanDescriptor, (nint)stat));
        const int ReadWrite = 3;
        const int Private = 2;
        nint block = Check(Kernel.Call(Kernel.Mmap, 0, (nint)stat[6], ReadWrite, Private, PlanFormat.PlanDescriptor, 0));
        Kernel.Call(Kernel.Close, PlanFormat.PlanDescriptor);
        PlanHeader* header = (PlanHeader*)block;
        if (header->Magic != PlanFormat.Magic)
        {
            Kernel.Exit(125);
        }

        header->StackTop = (nint)stack;
        uint* relocation = (uint*)(block + header->Relocations);
        for (uint i = 0; i < header->RelocationCount; i++)
        {
            *(long*)(block + relocation[i]) += block;
        }

        Perform(header, (PlanInstruction*)(block + header->Instructions));
    }

    private static nint Check(nint result)
    {
        if (result < 0)
        {
            Channel.Send(PlanRecordKind.Failed, 0, -result);
            Kernel.Exit(125);
        }

        return result;
    }

    private static void Perform(PlanHeader* header, PlanInstruction* instructions)
    {
        nint* slots = stackalloc nint[PlanFormat.SlotCount];
        nint notExecuted = Kernel.ENoent;
        nint result = 0;
        PlanInstruction* end = instructions + header->InstructionCount;
        for (PlanInstruction* at = instructions; at < end; at++)
        {
            result = Operate(header, at, slots, ref notExecuted);
            PlanInstruction* next = at;
            if (result >= 0)
            {
                if (at->ResultSlot != PlanFormat.NoSlot)
                {
                    slots[at->ResultSlot] = result;
                }

                next += at->SkipOnSuccess;
            }
            else if (-result == at->Tolerated || -result == at->Tolerated2)
            {
                next += at->SkipOnTolerated;
            }
            else
            {
                Fail(at->Step, -result);
            }

            if (header->Explain != 0 && (next + 1 >= end || next[1].Step != at->Step))
            {
                Channel.Send(PlanRecordKind.Done, at->Step, result);
            }

            at = next;
        }

        Fail(end[-1].Step, Kernel.ENoent); // a plan ends with NotExecuted, so this is no complete plan
    }

    private static nint Operate(PlanHeader* header, PlanInstruction* at, nint* slots, ref nint notExecuted)
    {
        nint* arguments = stackalloc nint[6];
        long* stored = &at->Argument0;
        for (int i = 0; i < 6; i++)
        {
            arguments[i] = (at->SlotArguments >> i & 1) != 0 ? slots[stored[i]] : (nint)stored[i];
        }

        switch (at->Operation)
        {
            case PlanOperation.SystemCall:
                nint answer;
                do
                {
                    answer = Kernel.Call(
                        at->Number, arguments[0], arguments[1], arguments[2], arguments[3], arguments[4], arguments[5]);
                }
                while (answer == -Kernel.EAgain && at->Number == Kernel.Openat2); // something was renamed on the machine: look again
                return answer;

            case PlanOperation.Clone:
                nint child = Kernel.Call(Kernel.Clone3, arguments[0], arguments[1]);
                if (child > 0)
                {
                    Channel.Send(PlanRecordKind.Child, at->Step, child);
                    Kernel.Exit(0);
                }

                return child;

            case PlanOperation.Wait:
                if (Channel.Send(PlanRecordKind.Waiting, at->Step, 0) < 0)
                {
                    Kernel.Exit(125); // the parent died before the death signal was set, and there is no one to tell
                }

                Channel.WaitForParent();
                return 0;

            case PlanOperation.SendDescriptor:
                return Channel.SendDescriptor(at->Step, (int)arguments[0]);

            case PlanOperation.BecomeInit:
                nint size = (nint)header->Relocations + ((nint)header->RelocationCount * sizeof(uint)); // they come last
                return Pid1.Fork((InitSettings*)arguments[0], (nint)header, size, (nint)header->StackTop);

            case PlanOperation.Execute:
                nint error = -Kernel.Call(Kernel.Execve, arguments[0], arguments[1], arguments[2]);
                if (error is Kernel.ENoent or Kernel.ENotdir)
                {
                    return 0; // try the next directory of PATH
                }

                if (error == Kernel.EAcces)
                {
                    notExecuted = error; // as execvp(3): the answer if nothing better follows
                    return 0;
                }

                return -error;

            case PlanOperation.Expect:
                return (*(long*)arguments[0] & arguments[1]) == arguments[2] ? 0 : -arguments[3];

            case PlanOperation.NotExecuted:
                return -notExecuted;

            default:
                return -38; // ENOSYS: the plan is from another version
        }
    }

    private static void Fail(uint step, nint error)
    {
        Channel.Send(PlanRecordKind.Failed, step, error);
        Kernel.Exit(125);
    }
}
