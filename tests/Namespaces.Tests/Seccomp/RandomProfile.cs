using MiniRun.Namespaces.Sandbox;
using MiniRun.Namespaces.Sandbox.Seccomp;

namespace MiniRun.Namespaces.Tests.Seccomp;

/// <summary>Profiles with everything in them, a different one for each seed.</summary>
internal sealed class RandomProfile(int seed)
{
    private static readonly ulong[] s_values =
    [
        0, 1, 2, 17, 38, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff, 0x100000000, 0x100000001, 0x7E020000,
        0x1_7E02_0000, 0x8000000000000000, ulong.MaxValue - 1, ulong.MaxValue,
    ];

    private readonly Random _random = new(seed);

    public CapabilitySet Capabilities() => new((ulong)_random.NextInt64() & CapabilitySet.All.Mask);

    public ulong[] Arguments() => [.. Enumerable.Range(0, 6).Select(_ => Value())];

    public SeccompProfile Make()
    {
        bool wide = _random.Next(8) == 0; // some with hundreds of ranges, for far jumps
        int rules = wide ? 60 : _random.Next(0, 25);
        return new SeccompProfile(Action(), [.. Enumerable.Range(0, rules).Select(_ => Rule(wide))]);
    }

    private SeccompRule Rule(bool wide)
    {
        string[] names = [.. Enumerable.Range(0, _random.Next(1, wide ? 40 : 12)).Select(_ => Name())];
        int conditions = _random.Next(3) == 0 ? _random.Next(1, 4) : 0;
        int only = _random.Next(6);
        bool sameArgument = _random.Next(2) == 0;
        return new SeccompRule(names, Action())
        {
            Conditions =
            [
                .. Enumerable.Range(0, conditions).Select(_ => new SeccompCondition(
                    sameArgument ? only : _random.Next(6), (SeccompOperator)_random.Next(7), Value(), Value())),
            ],
            Includes = _random.Next(4) == 0 ? Scope() : null,
            Excludes = _random.Next(4) == 0 ? Scope() : null,
        };
    }

    private string Name() =>
        _random.Next(20) == 0 ? "no_such_call" : X64SystemCalls.NameOf(_random.Next(470)) ?? "socketcall";

    private SeccompScope Scope() =>
        new(
            new CapabilitySet(1UL << _random.Next(41) | (_random.Next(2) == 0 ? 0 : 1UL << _random.Next(41))),
            _random.Next(3) switch { 0 => ["amd64", "x32"], 1 => ["arm64"], _ => [] },
            _random.Next(2) == 0 ? null : new KernelVersion(_random.Next(5, 8), _random.Next(20)));

    private SeccompAction Action() =>
        _random.Next(8) switch
        {
            0 => SeccompAction.KillProcess,
            1 => SeccompAction.KillThread,
            2 => SeccompAction.Trap,
            3 => SeccompAction.Log,
            4 or 5 => SeccompAction.Errno(_random.Next(4096)),
            _ => SeccompAction.Allow,
        };

    private ulong Value() =>
        _random.Next(4) switch
        {
            0 => (ulong)_random.NextInt64(),
            1 => (ulong)_random.Next(64),
            _ => s_values[_random.Next(s_values.Length)] + (ulong)_random.Next(3) - 1,
        };
}
