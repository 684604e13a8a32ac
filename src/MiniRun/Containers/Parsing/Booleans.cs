namespace MiniRun.Containers.Parsing;

/// <summary>The values of a switch.</summary>
internal static class Booleans
{
    /// <summary>The words that docker takes (Go's <c>strconv.ParseBool</c>).</summary>
    /// <exception cref="UsageException">Another word.</exception>
    public static bool Parse(string flag, string value) => value switch
    {
        "1" or "t" or "T" or "true" or "TRUE" or "True" => true,
        "0" or "f" or "F" or "false" or "FALSE" or "False" => false,
        _ => throw new UsageException(flag, value, "neither true nor false"),
    };
}
