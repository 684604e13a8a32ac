using System.Diagnostics;

namespace MiniRun.EndToEnd.Harness;

/// <summary>Waiting for something that another process brings about.</summary>
public static class Eventually
{
    /// <summary>Looks every few milliseconds until <paramref name="condition"/> holds; fails after <paramref name="timeout"/>.</summary>
    public static void True(Func<bool> condition, TimeSpan timeout, Func<string> otherwise)
    {
        long start = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < timeout, $"not within {timeout}: {otherwise()}");
            Thread.Sleep(5);
        }
    }

    /// <summary>As the other, within ten seconds (longer on a slow machine).</summary>
    public static void True(Func<bool> condition, string otherwise) =>
        True(condition, TimeSpan.FromSeconds(10 * Machine.Slowness), () => otherwise);
}
