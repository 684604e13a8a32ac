namespace MiniRun.Containers.Stopping;

/// <summary>Is told what happens during a stop, as it happens.</summary>
internal interface IStopObserver
{
    /// <summary>Whether to watch every process of the container, which takes a descriptor for each.</summary>
    bool WantsProcesses { get; }

    /// <summary>Something happened.</summary>
    void Tell(StopEvent happened);
}
