namespace MiniRun.Namespaces.Launch;

/// <summary>The descriptors, of ours, that become the standard streams of a process.</summary>
/// <param name="Input">Standard input.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
public readonly record struct StandardDescriptors(int Input, int Output, int Error)
{
    /// <summary>Our own.</summary>
    public static StandardDescriptors Ours { get; } = new(0, 1, 2);
}
