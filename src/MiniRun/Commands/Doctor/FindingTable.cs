using System.Text;
using MiniRun.Output;

namespace MiniRun.Commands;

/// <summary>The findings as a table.</summary>
internal static class FindingTable
{
    /// <summary>One line a finding, a blank line between groups, then a verdict on the whole.</summary>
    public static string Render(IReadOnlyList<Finding> findings)
    {
        int width = 0;
        foreach (Finding finding in findings)
        {
            width = Math.Max(width, finding.Name.Length);
        }

        StringBuilder text = new();
        string? group = null;
        int limited = 0;
        int missing = 0;
        foreach (Finding finding in findings)
        {
            if (finding.Group != group)
            {
                text.Append(group is null ? "" : "\n").Append(finding.Group).Append('\n');
                group = finding.Group;
            }

            limited += finding.Verdict == Verdict.Limited ? 1 : 0;
            missing += finding.Verdict == Verdict.Missing ? 1 : 0;
            text.Append("  ").Append(Word(finding.Verdict)).Append("  ").Append(finding.Name.PadRight(width)).Append("  ")
                .Append(Printable.Escape(finding.Detail)).Append('\n');
        }

        string verdict = (missing, limited) switch
        {
            (0, 0) => "everything works",
            (0, _) => $"containers run; {limited} of the lines above say what does not work",
            _ => $"containers cannot run: {missing} of the lines above say NO",
        };
        return text.Append('\n').Append(verdict).Append('\n').ToString();
    }

    private static string Word(Verdict verdict) => verdict switch
    {
        Verdict.Works => "ok  ",
        Verdict.Limited => "part",
        _ => "NO  ",
    };
}
