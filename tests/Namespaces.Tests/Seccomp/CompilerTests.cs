using System.Buffers.Binary;
using MiniRun.Linux;
using MiniRun.Namespaces.Sandbox;
using MiniRun.Namespaces.Sandbox.Seccomp;

namespace MiniRun.Namespaces.Tests.Seccomp;

public class CompilerTests
{
    private const uint I386 = 0x40000003;
    private const uint Arm64 = 0xC00000B7;
    private static readonly KernelVersion s_kernel = new(6, 12);

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 250)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_compiled_profile_decides_as_the_reference(int seed)
    {
        RandomProfile random = new(seed);
        SeccompProfile profile = random.Make();
        CapabilitySet granted = random.Capabilities();
        ReadOnlySpan<byte> filter = SeccompCompiler.Compile(profile, granted, s_kernel).Span;
        CheckForm(filter);
        for (uint number = 0; number <= 600; number++)
        {
            for (int sample = 0; sample < 4; sample++)
            {
                CheckSame(profile, granted, filter, ReferenceProfile.X64, number, random.Arguments());
            }
        }

        foreach (uint number in (uint[])[0x3fffffff, 0x40000000, 0x40000027, 0x7fffffff, 0x80000000, 0xffffffff])
        {
            CheckSame(profile, granted, filter, ReferenceProfile.X64, number, random.Arguments());
        }

        foreach (uint architecture in (uint[])[I386, Arm64, 0])
        {
            CheckSame(profile, granted, filter, architecture, 1, random.Arguments());
            CheckSame(profile, granted, filter, architecture, 102, random.Arguments());
        }
    }

    [Theory]
    [InlineData(SeccompOperator.NE)]
    [InlineData(SeccompOperator.LT)]
    [InlineData(SeccompOperator.LE)]
    [InlineData(SeccompOperator.EQ)]
    [InlineData(SeccompOperator.GE)]
    [InlineData(SeccompOperator.GT)]
    [InlineData(SeccompOperator.MASKED_EQ)]
    public void Comparisons_are_exact_around_every_word_border(SeccompOperator comparison)
    {
        ulong[] borders =
            [0, 1, 0x7fffffff, 0x80000000, 0xffffffff, 0x1_0000_0000, 0x1_0000_0001, 1UL << 63, ulong.MaxValue];
        foreach (ulong value in borders)
        {
            SeccompRule rule = new(["read"], SeccompAction.Allow)
            {
                Conditions = [new(5, comparison, value, 0x8000_0001_0000_0001)],
            };
            SeccompProfile profile = new(SeccompAction.KillProcess, [rule]);
            ReadOnlySpan<byte> filter = SeccompCompiler.Compile(profile, CapabilitySet.Empty).Span;
            foreach (ulong argument in borders.SelectMany(border => new[] { border - 1, border, border + 1 }))
            {
                CheckSame(profile, CapabilitySet.Empty, filter, ReferenceProfile.X64, 0, [0, 0, 0, 0, 0, argument]);
            }
        }
    }

    [Fact]
    public void The_strictest_of_several_matching_rules_wins_in_any_order()
    {
        SeccompRule[] rules =
        [
            new(["socket"], SeccompAction.Allow),
            new(["socket"], SeccompAction.Errno(97)) { Conditions = [new(0, SeccompOperator.EQ, 38)] },
            new(["socket"], SeccompAction.Log) { Conditions = [new(0, SeccompOperator.GE, 30)] },
        ];
        foreach (SeccompRule[] order in (SeccompRule[][])[rules, [.. rules.Reverse()], [rules[1], rules[0], rules[2]]])
        {
            SeccompProfile profile = new(SeccompAction.KillProcess, order);
            ReadOnlySpan<byte> filter = SeccompCompiler.Compile(profile, CapabilitySet.Empty).Span;
            Assert.Equal(SeccompAction.Allow, SeccompFilter.Evaluate(filter, 41, [2]));
            Assert.Equal(SeccompAction.Errno(97), SeccompFilter.Evaluate(filter, 41, [38]));
            Assert.Equal(SeccompAction.Log, SeccompFilter.Evaluate(filter, 41, [39]));
        }
    }

    [Fact]
    public void A_profile_that_denies_by_name_still_denies_other_architectures()
    {
        SeccompProfile profile = new(SeccompAction.Allow, [new(["mount"], SeccompAction.Errno(1))]);
        ReadOnlySpan<byte> filter = SeccompCompiler.Compile(profile, CapabilitySet.Empty).Span;
        Assert.Equal(SeccompAction.Allow, SeccompFilter.Evaluate(filter, 0));
        Assert.Equal(SeccompAction.Allow, SeccompFilter.Evaluate(filter, 600));
        Assert.Equal(SeccompAction.Errno(1), SeccompFilter.Evaluate(filter, 165));
        Assert.Equal(SeccompAction.Errno(1), SeccompFilter.Evaluate(filter, 21, architecture: I386));
        Assert.Equal(SeccompAction.Errno(1), SeccompFilter.Evaluate(filter, 0x40000000 | 165));
    }

    [Fact]
    public void A_profile_beyond_the_kernels_limit_is_refused()
    {
        // A test on each of two arguments: no tree, 10 instructions, different for every call.
        SeccompRule[] rules =
        [
            .. Enumerable.Range(0, 1500).Select(i =>
                new SeccompRule([X64SystemCalls.NameOf(i % 300)!], SeccompAction.Errno(i))
                {
                    Conditions = [new(0, SeccompOperator.EQ, (ulong)i << 20), new(1, SeccompOperator.EQ, (ulong)i << 20)],
                }),
        ];
        LinuxException refused = Assert.Throws<LinuxException>(
            () => SeccompCompiler.Compile(new(SeccompAction.Allow, rules), CapabilitySet.Empty));
        Assert.Equal(Errno.E2BIG, refused.Errno);
        Assert.Contains("4096", refused.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void Thousands_of_tests_on_one_call_are_refused()
    {
        SeccompRule[] rules =
        [
            .. Enumerable.Range(0, 5000).Select(i => new SeccompRule(["read"], SeccompAction.Allow)
            {
                Conditions = [new(0, SeccompOperator.EQ, (ulong)i * 3)],
            }),
        ];
        LinuxException refused = Assert.Throws<LinuxException>(
            () => SeccompCompiler.Compile(new(SeccompAction.Errno(1), rules), CapabilitySet.Empty));
        Assert.Contains("read", refused.Hint, StringComparison.Ordinal);
    }

    private static void CheckSame(
        SeccompProfile profile,
        CapabilitySet granted,
        ReadOnlySpan<byte> filter,
        uint architecture,
        uint number,
        ulong[] arguments)
    {
        SeccompAction expected = ReferenceProfile.Evaluate(profile, granted, s_kernel, architecture, number, arguments);
        SeccompAction actual = SeccompFilter.Evaluate(filter, number, arguments, architecture);
        if (expected != actual)
        {
            string where = $"{architecture:x} {number} ({string.Join(", ", arguments.Select(a => $"{a:x}"))})";
            Assert.Fail($"{where}: expected {expected}, the filter says {actual}");
        }
    }

    // What the kernel checks before it takes a filter: only its instructions, jumps inside, a return at the end.
    private static void CheckForm(ReadOnlySpan<byte> filter)
    {
        int count = filter.Length / 8;
        Assert.InRange(count, 1, 4096);
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> instruction = filter.Slice(i * 8, 8);
            ushort code = BinaryPrimitives.ReadUInt16LittleEndian(instruction);
            uint constant = BinaryPrimitives.ReadUInt32LittleEndian(instruction[4..]);
            Assert.Contains(code, (ushort[])[0x20, 0x05, 0x15, 0x25, 0x35, 0x45, 0x54, 0x06]);
            if ((code & 7) == 5)
            {
                long furthest = code == 0x05 ? constant : Math.Max(instruction[2], instruction[3]);
                Assert.InRange(i + 1 + furthest, i + 1, count - 1);
            }

            if (code == 0x20)
            {
                Assert.True(constant < 64 && constant % 4 == 0, $"load at {constant}");
            }
        }

        Assert.Equal(0x06, BinaryPrimitives.ReadUInt16LittleEndian(filter[^8..]));
    }
}
