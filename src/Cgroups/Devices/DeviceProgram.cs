using static MiniRun.Cgroups.BpfInstruction;

namespace MiniRun.Cgroups;

/// <summary>
/// Device rules as a program of type <c>BPF_PROG_TYPE_CGROUP_DEVICE</c>. The kernel calls it with a
/// <c>struct bpf_cgroup_dev_ctx</c> - type in the low and access in the high half of the first word, then major and minor
/// number - and allows the access when the answer is 1.
/// </summary>
public sealed class DeviceProgram
{
    // struct bpf_cgroup_dev_ctx; BPF_DEVCG_DEV_*
    private const int AccessTypeOffset = 0;
    private const int MajorOffset = 4;
    private const int MinorOffset = 8;
    private const int TypeBlock = 1;
    private const int TypeChar = 2;

    private const int Answer = 0;
    private const int Context = 1;
    private const int Type = 2;
    private const int Access = 3;
    private const int Major = 4;
    private const int Minor = 5;

    private readonly ulong[] instructions;

    private DeviceProgram(ulong[] instructions) => this.instructions = instructions;

    /// <summary>The program, an instruction in each 64-bit word.</summary>
    public ReadOnlySpan<ulong> Instructions => instructions;

    /// <summary>Makes the program: one short block for each exception, then the default.</summary>
    public static DeviceProgram Compile(DeviceRuleSet rules)
    {
        List<ulong> code = new(8 + (rules.Exceptions.Count * 7))
        {
            Encode(LoadWord, Type, Context, AccessTypeOffset),
            Encode(MoveRegister, Access, Type),
            Encode(AndConstant, Type, constant: 0xffff),
            Encode(ShiftRight, Access, constant: 16),
            Encode(LoadWord, Major, Context, MajorOffset),
            Encode(LoadWord, Minor, Context, MinorOffset),
        };
        foreach (DeviceException exception in rules.Exceptions)
        {
            AddException(code, exception, rules.AllowsByDefault);
        }

        AddAnswer(code, rules.AllowsByDefault);
        return new DeviceProgram([.. code]);
    }

    /// <summary>Loads the program and attaches it to a v2 group beside those that are there (<c>BPF_F_ALLOW_MULTI</c>).</summary>
    /// <exception cref="Linux.LinuxException">The kernel refused.</exception>
    public void Attach(string directory) => DeviceProgramLoader.Attach(instructions, directory);

    private static void AddException(List<ulong> code, DeviceException exception, bool allowsByDefault)
    {
        // Each test that fails goes on to the next exception. The access test has two shapes: a denied exception is met
        // by any of its bits, an allowed one has to cover them all.
        int outside = (int)(DeviceAccess.All & ~exception.Access);
        int accessTest = allowsByDefault ? 2 : outside == 0 ? 0 : 1;
        int left = 1 + (exception.Major is null ? 0 : 1) + (exception.Minor is null ? 0 : 1) + accessTest + 2;
        void Test(byte operation, int register, long constant) =>
            code.Add(Encode(operation, register, offset: --left, constant: (int)constant));

        Test(JumpIfNotEqual, Type, exception.Type == DeviceType.Char ? TypeChar : TypeBlock);
        if (exception.Major is { } major)
        {
            Test(JumpIfNotEqual, Major, major);
        }

        if (exception.Minor is { } minor)
        {
            Test(JumpIfNotEqual, Minor, minor);
        }

        if (allowsByDefault)
        {
            left -= 2;
            code.Add(Encode(JumpIfAnyBit, Access, offset: 1, constant: (int)exception.Access));
            code.Add(Encode(JumpAlways, offset: left));
        }
        else if (outside != 0)
        {
            Test(JumpIfAnyBit, Access, outside);
        }

        AddAnswer(code, !allowsByDefault);
    }

    private static void AddAnswer(List<ulong> code, bool allow)
    {
        code.Add(Encode(MoveConstant, Answer, constant: allow ? 1 : 0));
        code.Add(Encode(Exit));
    }
}
