using System.Globalization;

namespace MiniRun.EndToEnd.Harness;

/// <summary>What the tests need to know about the machine they run on.</summary>
public static class Machine
{
    /// <summary>
    /// How many times slower than a real machine this one is (MINIRUN_TEST_SLOWNESS; the emulated test machine sets it).
    /// Deadlines are multiplied by it, expected values never.
    /// </summary>
    public static int Slowness { get; } =
        int.Parse(Environment.GetEnvironmentVariable("MINIRUN_TEST_SLOWNESS") ?? "1", CultureInfo.InvariantCulture);

    /// <summary>Whether a controller is on the unified hierarchy (v2); otherwise it is looked for as a v1 mount.</summary>
    public static bool IsUnified(string controller) =>
        File.Exists("/sys/fs/cgroup/cgroup.controllers")
        && File.ReadAllText("/sys/fs/cgroup/cgroup.controllers").Split([' ', '\n']).Contains(controller);

    /// <summary>The root of the checkout.</summary>
    public static string Checkout { get; } = FindCheckout();

    private static string FindCheckout()
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "MiniRun.sln")))
            {
                return at.FullName;
            }
        }

        throw new InvalidOperationException($"no MiniRun.sln above {AppContext.BaseDirectory}");
    }
}
