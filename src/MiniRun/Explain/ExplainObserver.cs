using System.Globalization;
using MiniRun.Namespaces.Launch;
using MiniRun.Output;

namespace MiniRun.Explain;

/// <summary>Tells every step of a launch on stderr: what was done and how long it took, why, and where to read on.</summary>
internal sealed class ExplainObserver : ILaunchObserver
{
    /// <inheritdoc/>
    public void Done(int index, LaunchStep step, long result, long nanoseconds)
    {
        string actor = step is ParentStep ? "parent" : "child";
        string value = step is ChildStep ? $" = {result.ToString(CultureInfo.InvariantCulture)}" : "";
        string time = (nanoseconds / 1000.0).ToString("0.0", CultureInfo.InvariantCulture);
        StandardStreams.Error(
            $"{index + 1,3} {actor,-6} {Printable.Escape(step.Title)}{value}  [{time} µs]\n"
            + $"           {step.Why}  {step.Manual}\n");
    }
}
