using MiniRun.Linux;

namespace MiniRun.Namespaces.Launch;

/// <summary>A step of a launch failed, and the container does not exist.</summary>
/// <param name="step">Which.</param>
/// <param name="failure">The sentence and hint for the user.</param>
public sealed class StepFailureException(LaunchStep step, LinuxException failure) : Exception(failure.Message, failure)
{
    /// <summary>Which.</summary>
    public LaunchStep Step => step;

    /// <summary>The error.</summary>
    public LinuxException Failure => failure;
}
