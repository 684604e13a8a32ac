using System.Text;
using MiniRun.Containers.Stopping;
using MiniRun.Explain;

namespace MiniRun.Tests.Stopping;

/// <summary>What a stop tells: every event, and the text of both forms.</summary>
internal sealed class Story : IStopObserver
{
    private readonly StringBuilder explained = new();
    private readonly StringBuilder brief = new();
    private readonly StopExplainer explain;
    private readonly StopExplainer quiet;

    public Story()
    {
        explain = new StopExplainer(text => explained.Append(text), all: true);
        quiet = new StopExplainer(text => brief.Append(text), all: false);
    }

    public List<StopEvent> Events { get; } = [];

    public string Explained => explained.ToString();

    public string Brief => brief.ToString();

    public bool WantsProcesses => true;

    public IEnumerable<string> Titles(StopEventKind kind) => Events.Where(told => told.Kind == kind).Select(told => told.Title);

    public void Tell(StopEvent happened)
    {
        Events.Add(happened);
        explain.Tell(happened);
        quiet.Tell(happened);
    }
}
