namespace MiniRun.Tests;

/// <summary>A test with real containers: needs root and the published binary; skipped with the reason otherwise.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RootFactAttribute : FactAttribute
{
    public RootFactAttribute() => Skip = !Environment.IsPrivilegedProcess ? "needs root"
        : File.Exists(Stopping.RunningContainer.Binary) ? null
        : $"{Stopping.RunningContainer.Binary} is missing: run `make build`";

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
