namespace MiniRun.Namespaces.Sandbox.Seccomp;

/// <summary>How an argument is compared: the SCMP_CMP_* of libseccomp, as unsigned 64-bit numbers.</summary>
public enum SeccompOperator
{
    /// <summary>Not equal.</summary>
    NE,

    /// <summary>Less than.</summary>
    LT,

    /// <summary>Less than or equal.</summary>
    LE,

    /// <summary>Equal.</summary>
    EQ,

    /// <summary>Greater than or equal.</summary>
    GE,

    /// <summary>Greater than.</summary>
    GT,

    /// <summary>Equal under a mask: argument &amp; value == valueTwo &amp; value.</summary>
    MASKED_EQ,
}

/// <summary>A condition on one argument of a system call.</summary>
/// <param name="Index">Which argument, 0 to 5.</param>
/// <param name="Operator">The comparison.</param>
/// <param name="Value">What it is compared with; the mask of MASKED_EQ.</param>
/// <param name="ValueTwo">What the masked argument is compared with; unused by the others.</param>
public readonly record struct SeccompCondition(int Index, SeccompOperator Operator, ulong Value, ulong ValueTwo = 0)
{
    /// <summary>The number of arguments that a filter sees.</summary>
    public const int ArgumentCount = 6;

    /// <summary>Whether an argument of this value meets the condition.</summary>
    public bool Holds(ulong argument) =>
        Operator switch
        {
            SeccompOperator.NE => argument != Value,
            SeccompOperator.LT => argument < Value,
            SeccompOperator.LE => argument <= Value,
            SeccompOperator.EQ => argument == Value,
            SeccompOperator.GE => argument >= Value,
            SeccompOperator.GT => argument > Value,
            _ => (argument & Value) == (ValueTwo & Value),
        };
}
