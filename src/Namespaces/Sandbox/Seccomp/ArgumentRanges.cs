using System.Runtime.InteropServices;

namespace MiniRun.Namespaces.Sandbox.Seccomp;

/// <summary>
/// A decision by one argument whose values are all below 2^32, as most are: the ranges of its values become a tree like the
/// ranges of numbers do, instead of one test after the other.
/// </summary>
internal static class ArgumentRanges
{
    private const ulong Above = 1UL << 32;

    /// <summary>Writes the tree where the decision has that form.</summary>
    public static bool TryCompile(BpfAssembler program, SeccompDecision decision, out BpfTarget beginning)
    {
        beginning = default;
        int index = decision.Tests[0].Conditions[0].Index;
        if (!TryStarts(decision, index, out List<ulong> starts))
        {
            return false;
        }

        List<(uint Start, BpfTarget Target)> ranges = [];
        SeccompAction last = default;
        foreach (ulong start in starts)
        {
            SeccompAction action = decision.Of(start);
            if (ranges.Count > 0 && action == last)
            {
                continue;
            }

            if (start > Above)
            {
                return false;
            }

            if (start < Above)
            {
                ranges.Add(((uint)start, action));
            }

            last = action; // in the end: the action of everything from 2^32 on
        }

        uint offset = BpfCode.ArgumentOffset(index);
        BpfTarget low = program.Tree(CollectionsMarshal.AsSpan(ranges));
        if (ranges.Count > 1)
        {
            low = program.Statement(BpfCode.LoadWord, offset);
        }

        program.Branch(BpfCode.JumpEqual, 0, low, last);
        beginning = program.Statement(BpfCode.LoadWord, offset + sizeof(uint));
        return true;
    }

    // Every value at which an answer may change, in order; 0 is the first.
    private static bool TryStarts(SeccompDecision decision, int index, out List<ulong> starts)
    {
        starts = [0];
        foreach (SeccompRule rule in decision.Tests)
        {
            foreach (SeccompCondition condition in rule.Conditions)
            {
                if (condition.Index != index || condition.Operator == SeccompOperator.MASKED_EQ)
                {
                    return false;
                }

                starts.Add(condition.Value);
                if (condition.Value != ulong.MaxValue)
                {
                    starts.Add(condition.Value + 1);
                }
            }
        }

        starts.Sort();
        return true;
    }
}
