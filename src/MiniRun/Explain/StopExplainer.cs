using System.Globalization;
using MiniRun.Containers.Stopping;
using MiniRun.Output;

namespace MiniRun.Explain;

/// <summary>Tells of a stop: with <c>--explain</c> all of it, otherwise only what the user has to know to understand the wait.</summary>
/// <param name="write">Where the text goes: standard error.</param>
/// <param name="all">Whether everything is told.</param>
internal sealed class StopExplainer(Action<string> write, bool all) : IStopObserver
{
    private int number;

    /// <inheritdoc/>
    public bool WantsProcesses => all;

    /// <inheritdoc/>
    public void Tell(StopEvent happened)
    {
        if (!all)
        {
            write(Short(happened));
            return;
        }

        string time = happened.Milliseconds.ToString("0.0", CultureInfo.InvariantCulture);
        write($"{++number,3} {Printable.Escape(happened.Title)}  [at {time} ms]\n");
        if (happened.Why.Length > 0)
        {
            write($"    {Printable.Escape(happened.Why)}  {happened.Manual}\n");
        }
    }

    private static string Short(StopEvent happened) => happened.Kind switch
    {
        StopEventKind.Hint => $"hint: {Printable.Escape(happened.Title)}\n",
        StopEventKind.Held => $"minirun: {Printable.Escape(happened.Title)}\nhint: {Printable.Escape(happened.Why)}\n",
        _ => "",
    };
}
