using MiniRun.Init.Wait;

namespace MiniRun.Init.Start;

/// <summary>The socket to the parent: records out, single bytes in. Its end of file tells the parent that execve succeeded.</summary>
internal static unsafe class Channel
{
    /// <summary>Sends one record; fails when the parent is gone.</summary>
    public static nint Send(uint kind, uint step, nint value)
    {
        PlanRecord record;
        record.Kind = kind;
        record.Step = step;
        record.Value = value;
        record.Time = Kernel.Now();
        return Kernel.Call(Kernel.Write, PlanFormat.ChannelDescriptor, (nint)(&record), sizeof(PlanRecord));
    }

    /// <summary>Waits until the parent says go on; ends the process when the parent is gone.</summary>
    public static void WaitForParent()
    {
        byte signal;
        nint count;
        do
        {
            count = Kernel.Call(Kernel.Read, PlanFormat.ChannelDescriptor, (nint)(&signal), 1);
        }
        while (count == -Kernel.EIntr);

        if (count != 1)
        {
            Kernel.Exit(125);
        }
    }

    /// <summary>Sends a descriptor as ancillary data: SCM_RIGHTS, unix(7) and cmsg(3).</summary>
    public static nint SendDescriptor(uint step, int descriptor)
    {
        PlanRecord record;
        record.Kind = PlanRecordKind.Descriptor;
        record.Step = step;
        record.Value = 0;
        record.Time = Kernel.Now();

        long* vector = stackalloc long[2];
        vector[0] = (long)&record;
        vector[1] = sizeof(PlanRecord);

        long* control = stackalloc long[3]; // struct cmsghdr: length, level and type; then the data
        control[0] = 20;
        control[1] = 1 | (1L << 32); // SOL_SOCKET, SCM_RIGHTS
        control[2] = descriptor;

        long* message = stackalloc long[7]; // struct msghdr
        message[0] = 0;
        message[1] = 0;
        message[2] = (long)vector;
        message[3] = 1;
        message[4] = (long)control;
        message[5] = 24;
        message[6] = 0;
        return Kernel.Call(Kernel.Sendmsg, PlanFormat.ChannelDescriptor, (nint)message, 0);
    }
}
