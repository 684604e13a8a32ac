namespace MiniRun.Namespaces.Tests.Zap;

/// <summary>A test on the real kernel: needs root and the programs that <see cref="Needs"/> names; skipped with the reason otherwise.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RootFactAttribute : FactAttribute
{
    public RootFactAttribute() => Skip = Environment.IsPrivilegedProcess ? null : "needs root";

    /// <summary>A program that has to be in /usr/bin.</summary>
    public string? Needs
    {
        get;
        set
        {
            field = value;
            Skip ??= File.Exists($"/usr/bin/{value}") ? null : $"this host has no /usr/bin/{value}";
        }
    }
}
