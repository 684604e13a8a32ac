using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace MiniRun.EndToEnd;

/// <summary>What <c>--plan</c> prints is what <c>run</c> does: run in a root shell it makes an equal container.</summary>
[Trait("Category", "Core")]
public sealed partial class PlanTests : ContainerTest
{
    private const string Program = "trap 'exit 7' TERM; echo ready; sleep 1000 & wait";
    private static readonly string[] StatusFields =
    [
        "Umask", "Uid", "Gid", "Groups", "CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb", "NoNewPrivs", "SigBlk",
    ];

    private static readonly string[] Kinds = ["pid", "uts", "ipc", "mnt", "net", "cgroup", "user", "time"];

    [RootTheory]
    [InlineData("")]
    [InlineData("--init --cpu-quota 20000 --pids-limit 64 --memory 64m --cpuset-cpus 0")]
    [InlineData("--read-only --tmpfs /scratch:size=1m,mode=1777 -w /made/here -e A=a\"'$b")]
    [InlineData("-u 1000:1001 --group-add 1002 --security-opt no-new-privileges --ulimit nofile=100:200")]
    [InlineData("--uts host --ipc host --network host --cgroupns host")]
    [InlineData("--privileged --domainname example.org")]
    [InlineData("--cap-drop ALL --cap-add net_raw --sysctl net.ipv4.ip_forward=1 --oom-score-adj 500 -v /usr:/mnt/usr:ro,rslave")]
    [InlineData("--security-opt seccomp=unconfined --device /dev/zero:/dev/deep/nought:r --shm-size 1m --add-host a:1.2.3.4 --dns 9.9.9.9")]
    public void ItsCommandsMakeAnEqualContainer(string options)
    {
        string name = "plan-" + Guid.NewGuid().ToString("N")[..8];
        string[] arguments = [.. options.Split(' ', StringSplitOptions.RemoveEmptyEntries), Busybox, "sh", "-c", $"{Program}; : {name}"];

        string script = Run(["--plan", .. arguments]).ExitsWith(0).Output;
        using TestDirectory directory = new();
        string file = Path.Combine(directory.Path, "plan.sh");
        File.WriteAllText(file, script);

        SortedDictionary<string, string> byHand = FactsOf(Own(Cli.StartProgram(new CliOptions { Input = [] }, "/bin/sh", file)), name);
        SortedDictionary<string, string> byRun = FactsOf(Start(arguments), name);

        Assert.Equal(Lines(byRun), Lines(byHand));
    }

    [RootFact]
    public void ItPrintsAndMakesNothing()
    {
        string script = Run("--plan", "--name", "planned", Busybox, "true").ExitsWith(0).Output;

        Assert.StartsWith("#!/bin/sh\n", script);
        Assert.False(File.Exists("/var/lib/minirun/names/planned"));
    }

    [RootFact]
    public void TheScriptPassesOnTheExitStatus()
    {
        string script = Run("--plan", "--name", "planned-exit", Busybox, "sh", "-c", "exit 42").ExitsWith(0).Output;

        Cli.Shell("sh -c \"$1\"", script).ExitsWith(42);
    }

    [RootFact]
    public void WithAUserNamespaceItIsToBeReadAndSaysSo()
    {
        string script = Run("--plan", "--userns", "private", Busybox, "true").ExitsWith(0).Output;

        Cli.Shell("sh -c \"$1\"", script).Refuses(["to be read, not run"], 1);
    }

    [RootFact]
    public void JsonHasTheSameStepsInTheSameOrder()
    {
        string[] arguments = ["--name", "planned-json", "--pids-limit", "64", Busybox, "true"];
        string script = WithoutIds(Run(["--plan", .. arguments]).ExitsWith(0).Output);
        using JsonDocument json = JsonDocument.Parse(WithoutIds(Run(["--plan=json", .. arguments]).ExitsWith(0).Output));

        string[] titles = [.. json.RootElement.GetProperty("steps").EnumerateArray().Select((step, i) =>
            $"# {(i + 1).ToString(CultureInfo.InvariantCulture)}. {step.GetProperty("operation").GetString()}"
            + (step.TryGetProperty("argument", out JsonElement argument) ? $" {argument.GetString()}" : ""))];

        Assert.True(titles.Length > 40);
        int at = 0;
        foreach (string title in titles)
        {
            int found = script.IndexOf(title, at, StringComparison.Ordinal);
            Assert.True(found >= 0, $"missing, or in another place: {title}");
            at = found;
        }
    }

    [RootFact]
    public void ExplainTellsEveryStepOfThePlan()
    {
        string[] arguments = ["--name", "explained", "--init", "--pids-limit", "64", Busybox, "true"];
        using JsonDocument json = JsonDocument.Parse(WithoutIds(Run(["--plan=json", .. arguments]).ExitsWith(0).Output));
        string told = WithoutIds(Run(["--explain", .. arguments]).ExitsWith(0).Error);

        // The last step is the execve, after which nobody is left to report; that the container ran is the report.
        JsonElement[] steps = [.. json.RootElement.GetProperty("steps").EnumerateArray()];
        Assert.All(steps.SkipLast(1), step => Assert.Contains(step.GetProperty("operation").GetString()!, told));
        Assert.Contains("pivot_root(2)", told);
        Assert.Contains("µs", told);
    }

    private static SortedDictionary<string, string> FactsOf(CliProcess cli, string name)
    {
        cli.WaitForLine("ready");
        int pid = FirstProcessOf(name);
        SortedDictionary<string, string> facts = new(StringComparer.Ordinal)
        {
            ["cgroup"] = HostView.TryRead($"/proc/{pid}/cgroup") ?? "",
            ["limits"] = HostView.TryRead($"/proc/{pid}/limits") ?? "",
            ["environ"] = HostView.TryRead($"/proc/{pid}/environ")?.Replace('\0', '\n') ?? "",
            ["oom_score_adj"] = HostView.TryRead($"/proc/{pid}/oom_score_adj") ?? "",
            ["cwd"] = new FileInfo($"/proc/{pid}/cwd").LinkTarget ?? "",
            ["root"] = new FileInfo($"/proc/{pid}/root").LinkTarget ?? "",
            ["hostname"] = Cli.Shell("nsenter -t $1 -u -- uname -n; nsenter -t $1 -u -- cat /proc/sys/kernel/domainname", $"{pid}").Output,
            ["links"] = Cli.Shell("nsenter -t $1 -n ip -o addr | cut -d' ' -f2-8", $"{pid}").Output,
            ["sysctl"] = Cli.Shell("nsenter -t $1 -n sysctl -n net.ipv4.ip_forward", $"{pid}").Output,
            ["files"] = Cli.Shell("cd /proc/$1/root && find . -xdev ! -path './tmp*' -printf '%p %m %U %G %y %l\\n' | sort", $"{pid}").Output,
            ["dev"] = Cli.Shell("cd /proc/$1/root/dev && find . -xdev -printf '%p %m %U %G %y %l\\n' | sort", $"{pid}").Output,
            ["mounts"] = Mounts(pid),
        };
        // Signals 32 and 33 are libc's own: no command can set them back if the caller had them ignored.
        ulong ignored = ulong.Parse(HostView.StatusField(pid, "SigIgn")!, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        facts["SigIgn"] = $"{ignored & ~0x180000000UL:x}";
        foreach (string field in StatusFields)
        {
            facts[field] = HostView.StatusField(pid, field) ?? "";
        }

        foreach (string kind in Kinds)
        {
            facts[$"own {kind}"] = $"{HostView.Namespace(pid, kind) != HostView.Namespace(Environment.ProcessId, kind)}";
        }

        Kernel.Kill(pid, Signal.SIGTERM);
        cli.WaitForExit().ExitsWith(7);
        return facts;
    }

    // Ids of mounts, devices and peer groups differ by nature; the tree, the options and the kind of propagation may not.
    private static string Mounts(int pid) => string.Join('\n', HostView.Mounts(pid).Select(mount =>
        $"{mount.Point} {mount.Root} {mount.Type} {mount.Source} {string.Join(',', mount.Options)} {mount.SuperOptions} "
        + new string([.. mount.Propagation.Where(c => !char.IsAsciiDigit(c))])).Order(StringComparer.Ordinal));

    // With --init the workload is a child of the init; what is compared is the workload in both.
    private static int FirstProcessOf(string name)
    {
        foreach (int pid in HostView.Processes())
        {
            string command = (HostView.TryRead($"/proc/{pid}/cmdline") ?? "");
            if (command.StartsWith("sh\0-c\0trap", StringComparison.Ordinal) && command.Contains(name, StringComparison.Ordinal))
            {
                return pid;
            }
        }

        throw new InvalidOperationException($"no process of {name}");
    }

    private static string[] Lines(SortedDictionary<string, string> facts) =>
        [.. facts.SelectMany(fact => WithoutIds(fact.Value).Split('\n').Select(line => $"{fact.Key}: {line}"))];

    // Each plan has an id of its own, which is its directory, its groups and its host name.
    private static string WithoutIds(string text) => Id().Replace(text, "ID");

    [GeneratedRegex("\\b(?:[0-9a-f]{64}|[0-9a-f]{12})\\b")]
    private static partial Regex Id();
}
