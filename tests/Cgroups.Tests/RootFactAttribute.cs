namespace MiniRun.Cgroups.Tests;

/// <summary>A test on the real kernel, which needs root; skipped with that reason otherwise.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RootFactAttribute : FactAttribute
{
    public RootFactAttribute() => Skip = Environment.IsPrivilegedProcess ? null : "needs root";
}
