namespace MiniRun.Namespaces.Launch;

/// <summary>Is told of every step as it happens: what <c>--explain</c> prints.</summary>
public interface ILaunchObserver
{
    /// <summary>A step is done.</summary>
    /// <param name="index">Its place in the plan.</param>
    /// <param name="step">The step.</param>
    /// <param name="result">The value of its last system call; 0 for a step of the parent.</param>
    /// <param name="nanoseconds">How long it took.</param>
    void Done(int index, LaunchStep step, long result, long nanoseconds);
}
