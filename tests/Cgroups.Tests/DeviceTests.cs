namespace MiniRun.Cgroups.Tests;

/// <summary>Rules, list and program mean the same: checked against an evaluator of the v1 kernel's documented behaviour.</summary>
public sealed class DeviceTests
{
    private static readonly long?[] Numbers = [null, 0, 1, 3, 136, 4095];

    [Theory]
    [InlineData('c', 1, 3, "rw", true)]
    [InlineData('c', 1, 3, "m", true)]
    [InlineData('c', 1, 5, "r", true)]
    [InlineData('c', 5, 2, "rw", true)]
    [InlineData('c', 136, 77, "rw", true)]
    [InlineData('c', 10, 200, "rw", false)] // tun
    [InlineData('c', 10, 200, "m", true)]
    [InlineData('b', 254, 0, "r", false)] // a disk of the host
    [InlineData('b', 254, 0, "m", true)]
    [InlineData('c', 1, 1, "r", false)] // mem
    [InlineData('b', 1, 3, "r", false)]
    public void Dockers_defaults(char type, int major, int minor, string access, bool allowed)
    {
        DeviceRuleSet rules = new(DeviceRule.Defaults);
        DeviceType kind = type == 'c' ? DeviceType.Char : DeviceType.Block;
        Assert.Equal(allowed, rules.Allows(kind, major, minor, Parse(access)));
        Assert.Equal(allowed, Ask(DeviceProgram.Compile(rules), kind, major, minor, Parse(access)));
    }

    [Fact]
    public void Random_rules_the_program_and_the_list_agree_with_the_kernels_semantics()
    {
        Random random = new(20_261);
        int compared = 0;
        for (int round = 0; round < 3000; round++)
        {
            List<DeviceRule> rules = RandomRules(random);
            DeviceRuleSet set;
            try
            {
                set = new DeviceRuleSet(rules);
            }
            catch (CgroupException)
            {
                continue; // takes back a part: refused, not guessed
            }

            KernelDevices kernel = new();
            rules.ForEach(kernel.Write);
            DeviceProgram program = DeviceProgram.Compile(set);
            BpfInterpreter.CheckFlow(program.Instructions);
            for (int sample = 0; sample < 60; sample++)
            {
                DeviceType type = random.Next(2) == 0 ? DeviceType.Char : DeviceType.Block;
                long major = Numbers[random.Next(1, Numbers.Length)]!.Value;
                long minor = Numbers[random.Next(1, Numbers.Length)]!.Value;
                DeviceAccess access = (DeviceAccess)random.Next(1, 8);
                bool expected = kernel.Allows(type, major, minor, access);
                string where = $"{string.Join("; ", rules)} asked {type} {major}:{minor} {access}";
                Assert.True(expected == set.Allows(type, major, minor, access), $"list: {where}");
                Assert.True(expected == Ask(program, type, major, minor, access), $"program: {where}");
                compared++;
            }
        }

        Assert.True(compared > 50_000, $"only {compared} samples were compared");
    }

    [Theory]
    [InlineData("rwx")]
    [InlineData("R")]
    [InlineData("r w")]
    public void Unknown_access_letters_are_refused(string access) => Assert.Throws<CgroupException>(
        () => new DeviceRuleSet([new DeviceRule(true, DeviceType.Char, 1, 3, access)]));

    [Theory]
    [InlineData(4096L, 0L)]
    [InlineData(0L, 1_048_576L)]
    [InlineData(-2L, 0L)]
    [InlineData(4_294_967_297L, 0L)]
    public void Numbers_that_no_device_has_are_refused(long major, long minor) => Assert.Throws<CgroupException>(
        () => new DeviceRuleSet([new DeviceRule(true, DeviceType.Char, major, minor, "r")]));

    [Fact]
    public void A_hole_in_an_allowed_range_is_refused_because_the_kernel_would_ignore_it()
    {
        DeviceRule[] rules =
        [
            new(false, DeviceType.All, null, null, "rwm"),
            new(true, DeviceType.Char, 1, null, "rwm"),
            new(false, DeviceType.Char, 1, 3, "w"),
        ];
        Assert.Contains("c 1:3 w", Assert.Throws<CgroupException>(() => new DeviceRuleSet(rules)).Message);
    }

    private static bool Ask(DeviceProgram program, DeviceType type, long major, long minor, DeviceAccess access) =>
        BpfInterpreter.Run(
            program.Instructions, ((uint)access << 16) | (type == DeviceType.Block ? 1u : 2u), (uint)major, (uint)minor) == 1;

    private static DeviceAccess Parse(string letters) => letters.Aggregate(DeviceAccess.None, (access, letter) => access | letter switch
    {
        'r' => DeviceAccess.Read,
        'w' => DeviceAccess.Write,
        _ => DeviceAccess.Mknod,
    });

    private static List<DeviceRule> RandomRules(Random random)
    {
        List<DeviceRule> rules = [];
        if (random.Next(3) > 0)
        {
            rules.Add(new DeviceRule(random.Next(2) == 0, DeviceType.All, null, null, "rwm"));
        }

        string[] letters = ["r", "w", "m", "rw", "rm", "wm", "rwm"];
        for (int i = random.Next(7); i > 0; i--)
        {
            rules.Add(new DeviceRule(
                random.Next(4) > 0, (DeviceType)random.Next(3), Numbers[random.Next(Numbers.Length)],
                Numbers[random.Next(Numbers.Length)], letters[random.Next(letters.Length)]));
        }

        return rules;
    }
}
