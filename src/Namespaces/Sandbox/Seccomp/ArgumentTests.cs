namespace MiniRun.Namespaces.Sandbox.Seccomp;

/// <summary>
/// Compiles a decision that depends on arguments. BPF has 32-bit words: every comparison looks at the high half of the
/// argument, and at the low half where the high ones are equal.
/// </summary>
internal static class ArgumentTests
{
    /// <summary>Writes the tests; the target is their beginning.</summary>
    public static BpfTarget Compile(BpfAssembler program, SeccompDecision decision)
    {
        if (decision.Tests.Count == 0)
        {
            return decision.Otherwise;
        }

        if (ArgumentRanges.TryCompile(program, decision, out BpfTarget ranges))
        {
            return ranges;
        }

        BpfTarget next = decision.Otherwise;
        for (int i = decision.Tests.Count - 1; i >= 0; i--)
        {
            SeccompRule rule = decision.Tests[i];
            BpfTarget holds = rule.Action;
            for (int c = rule.Conditions.Count - 1; c >= 0; c--)
            {
                holds = Condition(program, rule.Conditions[c], holds, next);
            }

            next = holds;
        }

        return next;
    }

    private static BpfTarget Condition(BpfAssembler program, SeccompCondition condition, BpfTarget holds, BpfTarget fails) =>
        condition.Operator switch
        {
            SeccompOperator.EQ => Equal(program, condition, ulong.MaxValue, condition.Value, holds, fails),
            SeccompOperator.NE => Equal(program, condition, ulong.MaxValue, condition.Value, fails, holds),
            SeccompOperator.GT => Order(program, condition, BpfCode.JumpGreater, holds, fails),
            SeccompOperator.LE => Order(program, condition, BpfCode.JumpGreater, fails, holds),
            SeccompOperator.GE => Order(program, condition, BpfCode.JumpGreaterOrEqual, holds, fails),
            SeccompOperator.LT => Order(program, condition, BpfCode.JumpGreaterOrEqual, fails, holds),
            _ => Equal(program, condition, condition.Value, condition.ValueTwo & condition.Value, holds, fails),
        };

    private static BpfTarget Equal(
        BpfAssembler program, SeccompCondition condition, ulong mask, ulong value, BpfTarget holds, BpfTarget fails)
    {
        uint offset = BpfCode.ArgumentOffset(condition.Index);
        BpfTarget low = EqualHalf(program, offset, (uint)mask, (uint)value, holds, fails);
        return EqualHalf(program, offset + sizeof(uint), (uint)(mask >> 32), (uint)(value >> 32), low, fails);
    }

    private static BpfTarget EqualHalf(
        BpfAssembler program, uint offset, uint mask, uint value, BpfTarget holds, BpfTarget fails)
    {
        if (mask == 0)
        {
            return holds;
        }

        if (mask != uint.MaxValue && value == 0)
        {
            program.Branch(BpfCode.JumpAnyBit, mask, fails, holds);
            return program.Statement(BpfCode.LoadWord, offset);
        }

        program.Branch(BpfCode.JumpEqual, value, holds, fails);
        if (mask != uint.MaxValue)
        {
            program.Statement(BpfCode.And, mask);
        }

        return program.Statement(BpfCode.LoadWord, offset);
    }

    // high > H, or high == H and the low half decides.
    private static BpfTarget Order(
        BpfAssembler program, SeccompCondition condition, ushort comparison, BpfTarget holds, BpfTarget fails)
    {
        uint offset = BpfCode.ArgumentOffset(condition.Index);
        uint high = (uint)(condition.Value >> 32);
        program.Branch(comparison, (uint)condition.Value, holds, fails);
        BpfTarget low = program.Statement(BpfCode.LoadWord, offset);
        BpfTarget notGreater = program.Branch(BpfCode.JumpEqual, high, low, fails);
        program.Branch(BpfCode.JumpGreater, high, holds, notGreater);
        return program.Statement(BpfCode.LoadWord, offset + sizeof(uint));
    }
}
