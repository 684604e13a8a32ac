using System.Globalization;
using System.Text;
using MiniRun.Containers;
using MiniRun.Containers.Planning;
using MiniRun.Namespaces;
using MiniRun.Namespaces.Launch;
using MiniRun.Namespaces.Launch.Steps;
using MiniRun.Output;

namespace MiniRun.Explain;

/// <summary>
/// A plan as a shell script: run by root it makes an equal container by hand. What no command can do stands there as a comment
/// that names the system call.
/// </summary>
internal sealed class PlanScript
{
    // The old root is gone from every path, but not from under our feet: its tools run from the working directory.
    private const string OldRootTool = "\"$LOADER\" --library-path \"$LIBRARIES\" ./usr/bin/";

    private readonly ContainerPlan plan;
    private readonly StringBuilder parent = new();
    private readonly StringBuilder child = new();
    private readonly StringBuilder inside = new();
    private readonly List<string> setpriv = [];
    private StringBuilder current;
    private CloneNamespaces? clone;

    private PlanScript(ContainerPlan plan)
    {
        this.plan = plan;
        current = parent;
    }

    /// <summary>The script.</summary>
    public static string Of(ContainerPlan plan) => new PlanScript(plan).Write();

    private string Write()
    {
        parent.Append("#!/bin/sh\n");
        parent.Append("# What minirun would do, as commands for a root shell (util-linux, iproute2). A comment in parentheses is a\n");
        parent.Append("# system call that no command performs.\nset -e\n");
        if (plan.Spec.Linux.NewNamespaces.Contains(NamespaceKind.User))
        {
            parent.Append("echo 'with --userns this is to be read, not run: mounts by mapped ids have no command' >&2; exit 1\n");
        }

        parent.Append("export ROOT=").Append(ShellText.Quote(ContainerDirectory.Merged)).Append('\n');
        IReadOnlyList<LaunchStep> steps = plan.Launch.Steps;
        for (int i = 0; i < steps.Count; i++)
        {
            current.Append("\n# ").Append((i + 1).ToString(CultureInfo.InvariantCulture)).Append(". ")
                .Append(Printable.Escape(steps[i].Title)).Append("  ").Append(steps[i].Manual).Append("\n# ")
                .Append(steps[i].Why).Append('\n');
            Take(steps[i]);
            foreach (string line in steps[i].Shell)
            {
                current.Append(line).Append('\n');
            }
        }

        return Assemble();
    }

    private void Take(LaunchStep step)
    {
        switch (step)
        {
            case CloneNamespaces clone:
                this.clone = clone;
                current = child;
                break;
            case UnshareCgroupNamespace:
                current = inside;
                break;
            case SetIdentity identity:
                setpriv.Add(identity.SetprivOptions);
                break;
            case SetCapabilities { IsFinal: true } capabilities:
                setpriv.Add(capabilities.SetprivOptions);
                break;
            case SetNoNewPrivileges:
                setpriv.Add("--no-new-privs");
                break;
            case Execute execute:
                AppendExecute(execute);
                break;
        }
    }

    private void AppendExecute(Execute execute)
    {
        string directory = ShellText.Quote(plan.Spec.Process.Cwd);
        current.Append("exec 8<&- 9<&-\n");
        current.Append("exec ").Append(OldRootTool).Append("setpriv ").AppendJoin(' ', setpriv).Append(" \\\n    ");
        current.Append(OldRootTool).Append("env -i --default-signal -C ").Append(directory).Append(" \\\n    ");
        current.Append(ShellText.Join(execute.Environment)).Append(" \\\n    ").Append(ShellText.Join(execute.Arguments)).Append('\n');
    }

    private string Assemble()
    {
        if (inside.Length > 0)
        {
            string end = Delimiter("INSIDE", inside);
            child.Append("exec unshare --cgroup sh -e /proc/self/fd/9 9<<'").Append(end).Append("'\n").Append(inside).Append(end).Append('\n');
        }

        string last = Delimiter("CHILD", child);
        parent.Append("status=0\nsetsid --wait unshare ").AppendJoin(' ', clone!.UnshareOptions)
            .Append(" --fork --kill-child sh -e /proc/self/fd/8 8<<'").Append(last).Append("' || status=$?\n");
        parent.Append(child).Append(last).Append('\n');

        parent.Append("\n# The container has ended; what is left of it are directories.\n");
        foreach (string group in plan.Cgroups.Directories)
        {
            parent.Append("rmdir ").Append(ShellText.Quote(group)).Append('\n');
        }

        parent.Append("rm -r ").Append(ShellText.Quote(plan.Directory.Path)).Append("\nexit $status\n");
        return parent.ToString();
    }

    // A value with the delimiter on a line of its own would end the document early.
    private static string Delimiter(string word, StringBuilder document)
    {
        string text = document.ToString();
        while (text.Contains($"\n{word}\n", StringComparison.Ordinal))
        {
            word += "_";
        }

        return word;
    }
}
