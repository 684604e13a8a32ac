namespace MiniRun.Output.Templates;

/// <summary>eq ne lt le gt ge. Numbers are compared as numbers, whole or not; text with text; anything with null by eq.</summary>
internal static class TemplateComparison
{
    /// <summary>One of the six; <c>eq a b c</c> asks whether a is one of the others.</summary>
    /// <exception cref="UsageException">Values that cannot be compared.</exception>
    public static bool Evaluate(string name, object?[] arguments)
    {
        object? first = arguments[0];
        if (name == "eq")
        {
            for (int i = 1; i < arguments.Length; i++)
            {
                if (AreEqual(name, first, arguments[i]))
                {
                    return true;
                }
            }

            return false;
        }

        object? second = arguments[1];
        return name switch
        {
            "ne" => !AreEqual(name, first, second),
            "lt" => Order(name, first, second) < 0,
            "le" => Order(name, first, second) <= 0,
            "gt" => Order(name, first, second) > 0,
            _ => Order(name, first, second) >= 0,
        };
    }

    private static bool AreEqual(string name, object? a, object? b) => (a, b) switch
    {
        (null, _) or (_, null) => a is null && b is null,
        (bool x, bool y) => x == y,
        _ => Order(name, a, b) == 0,
    };

    private static int Order(string name, object? a, object? b) => (a, b) switch
    {
        (string x, string y) => string.CompareOrdinal(x, y),
        (long x, long y) => x.CompareTo(y),
        (long or double, long or double) => Real(a).CompareTo(Real(b)),
        _ => throw TemplateError.Execution(name, $"{TemplateValues.Kind(a)} and {TemplateValues.Kind(b)} cannot be compared"),
    };

    private static double Real(object value) => value is long whole ? whole : (double)value;
}
